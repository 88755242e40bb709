// Everything that can be killed is killed under load: what was acknowledged is in `events`, each once.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/revloop.ts';
import { startRevloop } from '../support/stack.ts';

let whole: Awaited<ReturnType<typeof startRevloop>>;
const victims = ['ingest', 'sink', 'clickhouse', 'kafka', 'attribution', 'sink', 'ingest'] as const;
const batch_size = 25;

const url = (path: string): string => `http://127.0.0.1:${whole.env['REVLOOP_INGEST_PORT']}${path}`;

const post = (body: object): Promise<Response> =>
  fetch(url('/v1/events'), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${whole.env['REVLOOP_WRITE_KEY']}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  });

const batch = (): { event_id: string }[] =>
  Array.from({ length: batch_size }, () => {
    const event_id = randomUUID();
    return {
      event_id,
      type: 'content_viewed',
      occurred_at: new Date().toISOString(),
      account_id: `faults-${event_id.slice(0, 2)}`,
      channel: 'email',
    };
  });

/** Sends batches one after the other, each again until it is acknowledged: what an emitter that keeps the rules does. */
const load = (): { acknowledged: Set<string>; end: () => Promise<void> } => {
  const acknowledged = new Set<string>();
  let running = true;
  const sending = (async () => {
    for (let next = batch(); running;) {
      const status = await post(next).then(
        (response) => response.status,
        () => 0,
      );
      if (status !== 202) {
        await pause(50);
        continue;
      }
      for (const { event_id } of next) acknowledged.add(event_id);
      next = batch();
    }
  })();
  const end = async (): Promise<void> => {
    running = false;
    await sending;
  };
  return { acknowledged, end };
};

beforeAll(async () => {
  whole = await startRevloop(false);
});
afterAll(() => whole.discard());

describe('kill -9 under load', () => {
  test(`of ${victims.join(', ')} loses and doubles nothing`, async () => {
    const analyst = connectClickHouse({
      url: whole.env['REVLOOP_CLICKHOUSE_URL'] ?? '',
      database: 'revloop',
      user: 'analyst',
      password: whole.env['REVLOOP_ANALYST_PASSWORD'] ?? '',
      application: 'test',
    });
    const { acknowledged, end } = load();
    for (const victim of victims) {
      const before = acknowledged.size;
      await eventually(
        'load goes on',
        () => Promise.resolve(acknowledged.size),
        (size) => size > before + 4 * batch_size,
      );
      const pid = whole.started.pids()[victim] ?? 0;
      process.kill(pid, 'SIGKILL');
      await eventually(
        `${victim} runs again`,
        () => Promise.resolve(whole.started.pids()[victim] ?? pid),
        (now) => now !== pid,
      );
    }
    const before = acknowledged.size;
    await eventually(
      'load goes on',
      () => Promise.resolve(acknowledged.size),
      (size) => size > before + 4 * batch_size,
    );
    await end();
    const stored = () =>
      analyst
        .query<{ event_id: string }>(`SELECT event_id FROM events WHERE startsWith(account_id, 'faults-')`)
        .catch(() => []);
    const rows = await eventually(
      'all that was acknowledged is stored',
      stored,
      (found) => found.length >= acknowledged.size,
      90_000,
    );
    const ids = rows.map(({ event_id }) => event_id);
    expect(new Set(ids).size, 'each once').toBe(ids.length);
    expect(
      [...acknowledged].filter((id) => !new Set(ids).has(id)),
      'none lost',
    ).toEqual([]);
    await analyst.close();
  });

  test('while Kafka does not answer, ingest says 503 with Retry-After, and recovers by itself', async () => {
    const kafka = whole.started.pids()['kafka'] ?? 0;
    process.kill(kafka, 'SIGSTOP');
    try {
      const response = await post(batch());
      expect(response.status).toBe(503);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      process.kill(kafka, 'SIGCONT');
    }
    const status = () =>
      post(batch()).then(
        (response) => response.status,
        () => 0,
      );
    await eventually('ingest accepts again', status, (code) => code === 202);
  });
});
