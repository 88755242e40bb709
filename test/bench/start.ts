// How long from starting everything until the first event is visible in an analyst's query, on a home that has been started before?
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { median, seconds, type Bench } from './bench.ts';
import { isReady, ownHome, secretOf, spawnStart, stop, until } from './process.ts';

type Env = Readonly<Record<string, string>>;

const send = async (env: Env, event_id: string): Promise<boolean> => {
  const response = await fetch(`${env['REVLOOP_INGEST_URL']}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretOf(env, 'write-key')}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'content_viewed',
      event_id,
      occurred_at: new Date().toISOString(),
      anonymous_id: 'bench',
    }),
    signal: AbortSignal.timeout(10_000),
  });
  return response.status === 202;
};

const isVisible = async (env: Env, event_id: string): Promise<boolean> => {
  const clickhouse = connectClickHouse({
    url: `http://127.0.0.1:${env['REVLOOP_CLICKHOUSE_PORT']}`,
    database: 'revloop',
    user: 'analyst',
    password: secretOf(env, 'analyst-password'),
    application: 'bench',
  });
  try {
    return (
      (
        await clickhouse.query('SELECT 1 AS seen FROM events WHERE event_id = {event_id:String}', {
          event_id,
        })
      ).length > 0
    );
  } finally {
    await clickhouse.close();
  }
};

const startOnce = async (
  env: Env,
  run: string,
): Promise<{ accepted_ms: number; visible_ms: number; all_ready_ms: number }> => {
  const startedAt = performance.now();
  const child = spawnStart(env);
  try {
    await until('the first event is accepted', child, () => send(env, run));
    const accepted_ms = performance.now() - startedAt;
    await until('the first event is visible', child, () => isVisible(env, run));
    const visible_ms = performance.now() - startedAt;
    for (const part of ['ATTRIBUTION', 'ALERTING', 'CONSOLE'])
      await until(`${part} is ready`, child, () => isReady(env, part));
    return { accepted_ms, visible_ms, all_ready_ms: performance.now() - startedAt };
  } finally {
    await stop(child);
  }
};

const runs = 3;

export const startBench: Bench = {
  name: 'start',
  what: 'warm start to first event visible in a query, seconds (median of 3)',
  goals: { visible_s: { at: 'most', value: 18 } },
  run: async (say) => {
    const { env, discard } = await ownHome();
    try {
      say('first start of a new home (not counted as warm)');
      const cold = await startOnce(env, 'cold');
      const warm = [];
      for (let run = 1; run <= runs; run += 1) {
        warm.push(await startOnce(env, `warm-${run}`));
        say(`warm start ${run} of ${runs}: visible after ${seconds(warm.at(-1)?.visible_ms ?? 0)} s`);
      }
      return {
        first_start_visible_s: seconds(cold.visible_ms),
        accepted_s: seconds(median(warm.map(({ accepted_ms }) => accepted_ms))),
        visible_s: seconds(median(warm.map(({ visible_ms }) => visible_ms))),
        all_ready_s: seconds(median(warm.map(({ all_ready_ms }) => all_ready_ms))),
      };
    } finally {
      discard();
    }
  },
};
