// Bad input written straight to Kafka: every piece is a dead letter with its bytes and its reason, and holds nothing up.
import { randomUUID } from 'node:crypto';
import { Producer } from '@revloop/infra/kafka/producer.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyst, eventually, settings } from '../support/revloop.ts';
import { readTopic, type LogMessage } from './harness/kafka-log.ts';
import { connectionOf, encoderOf } from './harness/planter.ts';
import { allPoison, goodStraight, type Poison } from './harness/poison.ts';

const run = `poison-${randomUUID().slice(0, 8)}`;
const env = settings();
const producer = new Producer(connectionOf(env, run));
const warehouse = analyst();
const keyOf = ({ kind }: Pick<Poison, 'kind'>): string => `${run} ${kind}`;
const good = (place: number): string => `${run}-good-${place}`;

let poison: readonly Poison[];

interface Letter {
  readonly key: string;
  readonly code: string;
  readonly bytes: string;
}

const letters = (): Promise<Letter[]> =>
  warehouse.query<Letter>(
    `SELECT key, code, base64Encode(value) AS bytes FROM dead_letters WHERE startsWith(key, '${run}')`,
  );

const stored = async (): Promise<readonly string[]> =>
  (
    await warehouse.query<{ event_id: string }>(
      `SELECT event_id FROM events WHERE startsWith(event_id, '${run}') ORDER BY event_id`,
    )
  ).map(({ event_id }) => event_id);

// Every piece in one request to one partition, so that good events and poison share their batches.
beforeAll(async () => {
  const { codec, doubleId } = await encoderOf(env);
  poison = allPoison(codec, doubleId, run);
  await producer.publish(
    topics.events.name,
    poison.flatMap((one, place) => [
      { key: keyOf(one), value: one.value },
      // A null key is no poison either.
      { key: place % 2 === 0 ? null : keyOf(one), value: goodStraight(codec, good(place)) },
    ]),
  );
  await eventually('all poison is refused', letters, (rows) => rows.length >= poison.length);
});
afterAll(async () => {
  await Promise.all([producer.close(), warehouse.close()]);
});

test('every kind becomes one dead letter with its code and its bytes', async () => {
  const expected = poison.map((one) => ({
    key: keyOf(one),
    code: one.code,
    bytes: one.value?.toString('base64') ?? '',
  }));
  const byKey = (a: Letter, b: Letter): number => (a.key < b.key ? -1 : 1);
  expect((await letters()).sort(byKey)).toEqual(expected.sort(byKey));
});

test('the good event beside each is stored, with a key and without, and nothing else is', async () => {
  const all = poison.map((_, place) => good(place)).sort();
  await eventually('the good events', stored, (ids) => ids.length >= all.length);
  expect(await stored()).toEqual(all);
});

test('a message of 5 MB is refused by the broker, and what is sent after it arrives', async () => {
  const { codec } = await encoderOf(env);
  const value = Buffer.alloc(5_000_000, 9);
  await expect(producer.publish(topics.events.name, [{ key: run, value }])).rejects.toThrow(/larger/);
  await producer.publish(topics.events.name, [{ key: run, value: goodStraight(codec, `${run}-after`) }]);
  await eventually('the event after it', stored, (ids) => ids.includes(`${run}-after`));
});

describe('the dead-letter topic', () => {
  let magic: LogMessage | undefined;
  const places = new Set<string>();
  beforeAll(async () => {
    await readTopic(env, topics.deadLetter.name, (message) => {
      if (!message.key?.toString().startsWith(run)) return;
      places.add(message.key.toString());
      if (message.key.toString() === `${run} a wrong magic byte`) magic = message;
    });
  });

  test('has every one of them', () => {
    expect([...places].sort()).toEqual(poison.map(keyOf).sort());
  });

  test('has the bytes untouched, and Kafka Connect’s headers say where from and why', () => {
    const header = (name: string): string => String(magic?.headers[`__connect.errors.${name}`]);
    expect(magic?.value).toEqual(poison.find(({ kind }) => kind === 'a wrong magic byte')?.value);
    expect(header('topic')).toBe('funnel.events');
    expect(header('exception.class.name')).toBe('wrong_magic_byte');
    expect(header('exception.message')).toBe('the first byte is 9, not 0');
  });
});
