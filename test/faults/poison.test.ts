// Bad input written straight to Kafka: every piece is a dead letter with its bytes and its reason, and holds nothing up.
import { randomUUID } from 'node:crypto';
import { startConsumer, type Consumer, type ConsumedMessage } from '@revloop/infra/kafka/consumer.ts';
import { Producer } from '@revloop/infra/kafka/producer.ts';
import { Codec } from '@revloop/infra/registry/codec.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { SettingsReader } from '@revloop/infra/runtime/config.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import type { ContentViewed } from '@revloop/schemas/generated.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyst, eventually, settings } from '../support/revloop.ts';

const run = randomUUID().slice(0, 8);
const env = settings();
const log = createLog('test');
const kafka = { brokers: (env['REVLOOP_KAFKA_BROKERS'] ?? '').split(','), clientId: `poison-${run}`, log };
const codec = new Codec(registrySettings(new SettingsReader(env), env));
const producer = new Producer(kafka);
const warehouse = analyst();
const refused: ConsumedMessage[] = [];
let reader: Consumer;

const viewed = (event_id: string, occurred_at: number): ContentViewed => ({
  type: 'content_viewed',
  event_id,
  occurred_at,
  received_at: Date.now(),
  source: `poison-${run}`,
  account_id: `poison-${run}`,
  contact_id: null,
  anonymous_id: null,
  owner_id: null,
  channel: 'email',
  campaign_id: null,
  content_id: null,
  properties: {},
});

beforeAll(async () => {
  await codec.ready();
  reader = await startConsumer({
    ...kafka,
    groupId: `poison-${run}`,
    topics: [topics.deadLetter.name],
    onBatch: ({ messages }) => {
      refused.push(...messages);
      return Promise.resolve();
    },
    onCrash: (error) => log.error({ err: error }, 'reader crashed'),
  });
});
afterAll(async () => {
  await Promise.all([reader.stop(), producer.close(), warehouse.close()]);
});

test('poison becomes dead letters, the good event beside it is stored', async () => {
  const good = codec.encodeEvent(viewed('good', Date.now()));
  const poison: Record<string, Buffer | null> = {
    truncated: Buffer.from([0, 0]),
    wrong_magic_byte: Buffer.from([9, 0, 0, 0, 1, 2, 3]),
    unknown_schema_id: Buffer.from([0, 0x7f, 0xff, 0xff, 0xff, 1]),
    tombstone: null,
    undecodable: good.subarray(0, good.length - 3),
    occurred_at_out_of_range: codec.encodeEvent(viewed('epoch', 0)),
    missing_field: codec.encodeEvent({ ...viewed('nobody', Date.now()), account_id: null }),
  };
  const key = `poison-${run}`;
  await producer.publish(
    topics.events.name,
    [...Object.values(poison), good].map((value) => ({ key, value })),
  );

  const stored = () =>
    warehouse.query<{ event_id: string }>(`SELECT event_id FROM events WHERE source = 'poison-${run}'`);
  expect(await eventually('the good event', stored, (rows) => rows.length > 0)).toEqual([
    { event_id: 'good' },
  ]);

  const letters = await eventually(
    'the dead letters',
    () =>
      warehouse.query<{ code: string; bytes: string }>(
        `SELECT code, base64Encode(value) AS bytes FROM dead_letters WHERE key = '${key}'`,
      ),
    (rows) => rows.length === Object.keys(poison).length,
  );
  expect(Object.fromEntries(letters.map(({ code, bytes }) => [code, bytes]))).toEqual(
    Object.fromEntries(
      Object.entries(poison).map(([code, bytes]) => [code, bytes?.toString('base64') ?? '']),
    ),
  );
});

test('the dead-letter topic has the bytes untouched, and Kafka Connect’s headers say where from and why', async () => {
  const mine = await eventually(
    'the topic',
    () => Promise.resolve(refused.filter((message) => message.key?.toString() === `poison-${run}`)),
    (messages) => messages.length >= 7,
  );
  const magic = mine.find(
    ({ headers }) => String(headers['__connect.errors.exception.class.name']) === 'wrong_magic_byte',
  );
  expect(magic?.value).toEqual(Buffer.from([9, 0, 0, 0, 1, 2, 3]));
  expect(String(magic?.headers['__connect.errors.topic'])).toBe('funnel.events');
  expect(String(magic?.headers['__connect.errors.exception.message'])).toBe('the first byte is 9, not 0');
});
