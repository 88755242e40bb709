// Everything that can be killed is killed under load: what was acknowledged is in `events`, each once; what was refused is a dead letter.
import { connectClickHouse, type ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { Producer } from '@revloop/infra/kafka/producer.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/revloop.ts';
import { startRevloop } from '../support/stack.ts';
import { postTo, some_events, startEmitter, statusOf, touches, type Emitter } from './emitter.ts';
import { planOf } from './plan.ts';

const seed = process.env['REVLOOP_FAULTS_SEED'] ?? '1';
const plan = planOf(seed);
const accounts = 'faults';

let whole: Awaited<ReturnType<typeof startRevloop>>;
let analyst: ClickHouse;
let producer: Producer;
/** What has been started, so that a start that fails still ends what it began. */
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  whole = await startRevloop(false);
  ends.push(whole.discard);
  analyst = connectClickHouse({
    url: whole.env['REVLOOP_CLICKHOUSE_URL'] ?? '',
    database: 'revloop',
    user: 'analyst',
    password: whole.env['REVLOOP_ANALYST_PASSWORD'] ?? '',
    application: 'test',
  });
  const brokers = (whole.env['REVLOOP_KAFKA_BROKERS'] ?? '').split(',');
  producer = new Producer({ brokers, clientId: 'faults', log: createLog('test') });
  ends.push(
    () => analyst.close(),
    () => producer.close(),
  );
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

const pidOf = (part: string): number => whole.started.pids()[part] ?? 0;

/** kill -9 to all of them, then waits until each runs again. */
const kill = async (victims: readonly string[]): Promise<void> => {
  const killed = victims.map((victim) => ({ victim, pid: pidOf(victim) }));
  for (const { pid } of killed) process.kill(pid, 'SIGKILL');
  for (const { victim, pid } of killed)
    await eventually(
      `${victim} runs again`,
      () => Promise.resolve(pidOf(victim)),
      (now) => now !== 0 && now !== pid,
    );
};

const loadGoesOn = async ({ acknowledged }: Emitter): Promise<void> => {
  const before = acknowledged.size;
  await eventually(
    'the load goes on',
    () => Promise.resolve(acknowledged.size),
    (size) => size > before + some_events,
  );
};

/** Asks as an analyst does; while ClickHouse is away there is no answer. */
const ask = <Row>(sql: string): Promise<Row[]> => analyst.query<Row>(sql).catch(() => []);

describe('kill -9 under load', () => {
  test(`of ${plan.map(({ victims }) => victims.join(' with ')).join(', ')} loses and doubles nothing (seed ${seed})`, async () => {
    const emitter = startEmitter(whole.env, accounts);
    for (const { victims, poison } of plan) {
      await loadGoesOn(emitter);
      await producer.publish(topics.events.name, [poison]);
      await kill(victims);
    }
    await loadGoesOn(emitter);
    await emitter.end();

    const rows = await eventually(
      'all that was acknowledged is stored',
      () =>
        ask<{ event_id: string }>(`SELECT event_id FROM events WHERE startsWith(account_id, '${accounts}-')`),
      (found) => found.length >= emitter.acknowledged.size,
      90_000,
    );
    expect(rows.length, 'each once').toBe(emitter.acknowledged.size);
    expect(rows.filter(({ event_id }) => !emitter.acknowledged.has(event_id))).toEqual([]);
    // 0: nobody listened, or the connection broke. Ingest itself says nothing but "try again".
    expect([...emitter.refusals].filter((status) => status !== 0 && status !== 503)).toEqual([]);

    const planted = plan.map(({ poison: { key, value } }) => `${key} ${value?.toString('base64') ?? ''}`);
    const letters = await eventually(
      'all poison is among the dead letters',
      () =>
        ask<{ letter: string }>("SELECT concat(key, ' ', base64Encode(value)) AS letter FROM dead_letters"),
      (found) => found.length >= planted.length,
    );
    expect(letters.map(({ letter }) => letter).sort()).toEqual([...planted].sort());
  });

  test('while Kafka does not answer, ingest says 503 with Retry-After within 10 s, and recovers by itself', async () => {
    const kafka = pidOf('kafka');
    process.kill(kafka, 'SIGSTOP');
    try {
      const sentAt = performance.now();
      const response = await postTo(whole.env, touches('away'));
      expect(response.status).toBe(503);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(performance.now() - sentAt).toBeLessThan(10_000);
    } finally {
      process.kill(kafka, 'SIGCONT');
    }
    await eventually(
      'ingest accepts again',
      () => statusOf(whole.env, touches('back')),
      (status) => status === 202,
    );
  });
});
