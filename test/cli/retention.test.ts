// Retention as settings, on the real tables and topics.
import { randomUUID } from 'node:crypto';
import { applyRetention } from '@revloop/infra/clickhouse/retention.ts';
import { createTopics } from '@revloop/infra/kafka/create-topics.ts';
import { readRetention, topicResource } from '@revloop/infra/kafka/retention.ts';
import { createKafka } from '@revloop/infra/kafka/client.ts';
import { afterAll, expect, test } from 'vitest';
import { services } from '../support/revloop.ts';
import { kafkaOfTest } from './straight-to-kafka.ts';

const owner = services();
afterAll(() => owner.close());

const standing = { events_ttl_days: 0, dead_letters_ttl_days: 90, sla_facts_ttl_days: 0 };
const day_ms = 86_400_000;

test('a start has set what the settings say, and another one changes nothing', async () => {
  expect(await applyRetention(owner, standing)).toEqual([]);
});

test('dead letters older than their TTL go, younger ones stay', async () => {
  const name = `ttl-${randomUUID()}`;
  const row = (offset: number, days: number) => ({
    topic: name,
    partition: 0,
    offset,
    code: 'undecodable',
    refused_at: new Date(Date.now() - days * day_ms).toISOString(),
  });
  await owner.insert('stored_dead_letters', [row(1, 91), row(2, 89)]);
  await owner.run('OPTIMIZE TABLE stored_dead_letters FINAL');
  expect(await owner.query(`SELECT offset FROM stored_dead_letters WHERE topic = '${name}'`)).toEqual([
    { offset: '2' },
  ]);
});

test('events have a TTL once one is set, a day longer than what tells of their batches, and none when it is taken away', async () => {
  const engines = () =>
    owner.query<{ name: string; engine_full: string }>(
      "SELECT name, engine_full FROM system.tables WHERE database = 'revloop' AND name IN ('stored_events', 'arrived_batches')",
    );
  const daysOf = async () =>
    Object.fromEntries(
      (await engines()).map(({ name, engine_full }) => [
        name,
        / TTL .*?toIntervalDay\D*(\d+)/.exec(engine_full)?.[1],
      ]),
    );
  try {
    const changed = await applyRetention(owner, { ...standing, events_ttl_days: 3_650 });
    expect(changed).toEqual(['arrived_batches', 'stored_events']);
    expect(await daysOf()).toEqual({ arrived_batches: '3650', stored_events: '3651' });
  } finally {
    await applyRetention(owner, standing);
  }
  expect(await daysOf()).toEqual({ arrived_batches: undefined, stored_events: undefined });
});

test('topics that are there are given the retention of the settings, and keep what else is set on them', async () => {
  const kafka = kafkaOfTest();
  const apply = (days: number): Promise<void> =>
    createTopics(kafka, { replication: 1, retention: { events: days, dead_letters: 90 } }, kafka.log);
  const admin = createKafka(kafka).admin();
  await admin.connect();
  try {
    const set = async (): Promise<Readonly<Record<string, string>>> => {
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: topicResource, name: 'funnel.events.dead-letter' }],
      });
      const entries = resources[0]?.configEntries.filter((entry) => !entry.isDefault) ?? [];
      return Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]));
    };
    const before = await set();
    await apply(7);
    const kept = Object.fromEntries(
      (await readRetention(kafka)).map(({ topic, retention_ms, segment_ms }) => [
        topic,
        [retention_ms / day_ms, segment_ms / day_ms],
      ]),
    );
    expect(kept).toEqual({
      'funnel.events': [7, 1],
      'funnel.events.dead-letter': [90, 1],
      'funnel.sla': [7, 1],
      'funnel.handoff-outcomes': [7, 1],
    });
    expect(await set()).toEqual(before);
    expect(before['max.message.bytes']).toBe('6000000');
  } finally {
    await apply(30);
    await admin.disconnect();
  }
});
