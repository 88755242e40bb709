// How long from starting everything until the first event is visible in an analyst's query, on a home that has been started before?
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { median, seconds, type Bench } from './bench.ts';
import { answers, ownHome, readiness, secretOf, spawnStart, stop, until } from './process.ts';

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

/** Milliseconds from spawning the start, by what was reached. */
type Reached = Readonly<Record<string, number>>;

/** Every part is asked for itself, beside the first event's way: Kafka answers for itself through ingest. */
const startOnce = async (env: Env, run: string): Promise<Reached> => {
  const startedAt = performance.now();
  const child = spawnStart(env);
  const reached: Record<string, number> = {};
  const reach = async (name: string, what: string, holds: () => Promise<boolean>): Promise<void> => {
    await until(what, child, holds);
    reached[name] = performance.now() - startedAt;
  };
  const firstEvent = async (): Promise<void> => {
    await reach('accepted', 'the first event is accepted', () => send(env, run));
    await reach('visible', 'the first event is visible', () => isVisible(env, run));
  };
  try {
    await Promise.all([
      firstEvent(),
      ...Object.entries(readiness(env)).map(([name, url]) =>
        reach(`${name}_ready`, `${name} is ready`, () => answers(url)),
      ),
    ]);
    return { ...reached, all_ready: performance.now() - startedAt };
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
      const warm: Reached[] = [];
      for (let run = 1; run <= runs; run += 1) {
        const reached = await startOnce(env, `warm-${run}`);
        warm.push(reached);
        say(`warm start ${run} of ${runs}: visible after ${seconds(reached['visible'] ?? NaN)} s`);
      }
      const medianOf = (name: string): number => seconds(median(warm.map((reached) => reached[name] ?? NaN)));
      return {
        first_start_visible_s: seconds(cold['visible'] ?? NaN),
        ...Object.fromEntries(Object.keys(cold).map((name) => [`${name}_s`, medianOf(name)])),
      };
    } finally {
      discard();
    }
  },
};
