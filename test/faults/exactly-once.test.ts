// The rules of exactly-once, one by one, each met on purpose: whatever happens to a batch in its middle, its events are stored once.
import { createLog } from '@revloop/infra/runtime/log.ts';
import { createKafka } from '@revloop/infra/kafka/client.ts';
import type { PartLine } from '@revloop/infra/runtime/supervise.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { readNote, writeNote, type Note } from './harness/group-notes.ts';
import { verifyAudit } from './harness/verify-events.ts';
import { startWhole, type Whole } from './harness/whole.ts';
import { statusOf, touches } from './posting.ts';

let whole: Whole;
beforeAll(async () => {
  const tell = ({ part, text }: PartLine): void => void process.stderr.write(`${part}: ${text}\n`);
  whole = await startWhole(tell, ['ingest', 'sink']);
});
afterAll(() => whole?.discard());

let batches = 0;
const sent: string[] = [];

/** One request of events, sent until it is acknowledged. */
const send = async (): Promise<readonly string[]> => {
  batches += 1;
  const batch = touches(`once-${batches}`);
  await eventually(
    'the events are acknowledged',
    () => statusOf(whole.env, batch),
    (status) => status === 202,
  );
  sent.push(...batch.map(({ event_id }) => event_id));
  return batch.map(({ event_id }) => event_id);
};

const storedIds = (): Promise<string[]> =>
  whole.clickhouse.query<{ event_id: string }>('SELECT event_id FROM stored_events').then(
    (rows) => rows.map(({ event_id }) => event_id),
    () => [],
  );

const allStored = (): Promise<string[]> =>
  eventually('all that was sent is stored', storedIds, (ids) => ids.length >= sent.length, 90_000);

// After every rule: the table without FINAL has each event once, and the sink's own audit agrees.
afterEach(async () => {
  await send();
  await allStored();
  expect(await verifyAudit({ whole })).toEqual([]);
  expect((await storedIds()).sort()).toEqual([...sent].sort());
});

const tables = ['event_claims', 'stored_events', 'arrived_batches'] as const;

describe('an ambiguous time-out', () => {
  test.each(tables)(
    'an insert into %s that was applied and not answered is not applied again',
    async (table) => {
      const cut = whole.cutter.cutNextInsertInto(table);
      await send();
      await cut;
    },
  );
});

describe('in the middle of a batch', () => {
  test('a zombie sink, whose session ended before its insert arrived, stores nothing beside its successor', async () => {
    const insert = whole.cutter.holdNextInsertInto('stored_events');
    await send();
    await insert.held;
    await whole.parts.signal('sink', 'SIGSTOP');
    const second = await whole.startSecondSink();
    try {
      await allStored();
      // The zombie's insert arrives now, then the zombie itself wakes up and goes on where it stood.
      await insert.release();
    } finally {
      await whole.parts.signal('sink', 'SIGCONT');
    }
    await send();
    await allStored();
    await second.leave();
  });

  test('a rebalance hands the batch over to a second sink, and back when it leaves', async () => {
    const lives = whole.parts.lives('sink');
    const insert = whole.cutter.holdNextInsertInto('stored_events');
    await send();
    await insert.held;
    const second = await whole.startSecondSink();
    await insert.release();
    await allStored();
    expect(whole.parts.lives('sink'), 'the first sink lives on').toBe(lives);
    const another = whole.cutter.holdNextInsertInto('stored_events');
    await send();
    await another.held;
    await Promise.all([second.leave(), another.release()]);
  });

  test('a second sink that dies leaves its batch to the first', async () => {
    const second = await whole.startSecondSink();
    const insert = whole.cutter.holdNextInsertInto('event_claims');
    await send();
    await insert.held;
    second.kill();
    await insert.release();
  });

  test('ClickHouse is restarted while it is inserted into', async () => {
    const lives = whole.parts.lives('clickhouse');
    const insert = whole.cutter.holdNextInsertInto('stored_events');
    await send();
    await insert.held;
    await whole.parts.signal('clickhouse', 'SIGKILL');
    await insert.release();
    await whole.parts.answersAgain('clickhouse', lives);
  });

  test('the broker is restarted between two effects', async () => {
    const lives = whole.parts.lives('kafka');
    const insert = whole.cutter.holdNextInsertInto('stored_events');
    await send();
    await insert.held;
    await whole.parts.signal('kafka', 'SIGKILL');
    await insert.release();
    await whole.parts.answersAgain('kafka', lives);
  });
});

describe('an intent older than what ClickHouse remembers', () => {
  const kafka = () =>
    createKafka({
      brokers: (whole.env['REVLOOP_KAFKA_BROKERS'] ?? '').split(','),
      clientId: 'faults',
      log: createLog('faults'),
    });

  /** Stops the sink where it dies next, changes the token of every intent it left, and starts it again. */
  const forgetTokens = async (): Promise<void> => {
    const intents = (await readNote(kafka(), topics.events.name)).filter(({ note }) => note !== '');
    expect(intents.length, 'a batch was begun').toBeGreaterThan(0);
    const forgotten: Note[] = intents.map((intent) => ({
      ...intent,
      note: JSON.stringify({ ...(JSON.parse(intent.note) as object), token: `forgotten/${intent.note}` }),
    }));
    await writeNote(kafka(), topics.events.name, forgotten);
    await whole.sink.begin();
  };

  test.each(['sink.claims', 'sink.links', 'sink.events', 'sink.arrived'] as const)(
    'a batch that died after %s is not stored twice under a token that is not remembered',
    async (name) => {
      whole.sink.stayDown();
      whole.failpoints.arm(name);
      await send();
      await whole.failpoints.hit(name);
      await forgetTokens();
    },
  );
});

test('inserts of one token at the same moment store one block', async () => {
  await whole.clickhouse.run(
    'CREATE TABLE same_token (n UInt64) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 10000',
  );
  for (let n = 0; n < 20; n += 1)
    await Promise.all(
      Array.from({ length: 6 }, () =>
        whole.clickhouse.insert('same_token', [{ n: String(n) }], `token ${n}`),
      ),
    );
  const rows = await whole.clickhouse.query<{ n: string }>('SELECT n FROM same_token ORDER BY n');
  expect(rows.map(({ n }) => Number(n))).toEqual(Array.from({ length: 20 }, (_, n) => n));
});
