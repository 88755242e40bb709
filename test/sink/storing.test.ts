// What the sink makes of messages, judged in ClickHouse: what is stored is what was written, whoever wrote it, and what cannot be stored holds up nobody.
import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { connectRegistry } from '@revloop/infra/registry/client.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { SettingsReader } from '@revloop/infra/runtime/config.ts';
import { encodeEvent } from '@revloop/schemas/codec.ts';
import type { FunnelEvent } from '@revloop/schemas/generated.ts';
import { eventRecords, type AvroRecord } from '@revloop/schemas/load.ts';
import { refusalOf } from '@revloop/schemas/rules.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { timeRefusal } from '../../services/sink/core/time.ts';
import { anyEvent, olderRecord } from '../../services/sink/core/testing.ts';
import { analyst, eventually, services, serviceUrl, settings } from '../support/revloop.ts';
import { straightToKafka } from './straight-to-kafka.ts';

const emitter = straightToKafka();
const { source, codec, viewed } = emitter;
const warehouse = analyst();
const owner = services();
const disagree = readFileSync(new URL('./keys-disagree.sql', import.meta.url), 'utf8');

beforeAll(() => emitter.ready());
afterAll(() => Promise.all([emitter.close(), warehouse.close(), owner.close()]));

const storedIds = async (prefix: string): Promise<readonly string[]> =>
  (
    await warehouse.query<{ event_id: string }>(
      `SELECT event_id FROM events WHERE source = '${source}' AND startsWith(event_id, '${prefix}') ORDER BY event_id`,
    )
  ).map(({ event_id }) => event_id);
const letters = (prefix: string) =>
  warehouse.query<{ event_id: string; code: string }>(
    `SELECT event_id, code FROM dead_letters WHERE source = '${source}' AND startsWith(event_id, '${prefix}') ORDER BY event_id`,
  );

test('what is stored is what was written: ClickHouse computes the keys of every column anew and finds those of the bytes', async () => {
  const events = fc
    .sample(anyEvent, { numRuns: 1_500, seed: 4 })
    .map((event, index) => ({ ...event, source, event_id: `any-${String(index).padStart(4, '0')}` }));
  const good = events.filter(
    (event) => (refusalOf(event) ?? timeRefusal({ received_at: event.received_at })) === undefined,
  );
  expect(good.length).toBeGreaterThan(200);
  await emitter.send(...events.map((event) => codec.encodeEvent(event)));
  await eventually(
    'all are stored',
    () => storedIds('any-'),
    (ids) => ids.length >= good.length,
  );
  expect(await storedIds('any-')).toEqual(good.map(({ event_id }) => event_id));
  expect(await owner.query(disagree, { source })).toEqual([]);
});

test('messages of an older and of a newer version of a schema are stored beside ours', async () => {
  const env = settings();
  const registry = connectRegistry(registrySettings(new SettingsReader(env), env).url);
  const record = eventRecords.find(({ name }) => name === 'ContentViewed') as AvroRecord;
  const subject = `test.${randomUUID()}`;
  const older = await registry.register(
    subject,
    JSON.stringify(olderRecord(record, new Set(['owner_id', 'campaign_id']))),
  );
  const asWritten = codec.encodeEvent(viewed('versions-own'));
  // Our own bytes without the two null branches of the fields the older version lacks.
  const header = encodeEvent(older, viewed('versions-old'));
  expect(header.length).toBe(asWritten.length);
  const withoutNulls = olderBytes(older, viewed('versions-old'));
  await emitter.send(asWritten, withoutNulls);
  expect(
    await eventually(
      'both are stored',
      () => storedIds('versions-'),
      (ids) => ids.length === 2,
    ),
  ).toEqual(['versions-old', 'versions-own']);
});

/** The event as a writer without owner_id and campaign_id writes it: each of them is one zero byte, null, of our own bytes. */
const olderBytes = (id: number, event: FunnelEvent): Buffer => {
  const bytes = encodeEvent(id, event);
  const channel = bytes.lastIndexOf('email');
  const owner_id = channel - 3;
  const campaign_id = channel + 'email'.length;
  return Buffer.concat([
    bytes.subarray(0, owner_id),
    bytes.subarray(owner_id + 1, campaign_id),
    bytes.subarray(campaign_id + 1),
  ]);
};

test('rows that ClickHouse itself refuses are found by halving: they are dead letters, the others of their batch are stored, and once it takes them they can be', async () => {
  const poison = `refused-${randomUUID()}`;
  await owner.run(`ALTER TABLE stored_events ADD CONSTRAINT test_refused CHECK content_id != '${poison}'`);
  const events = Array.from({ length: 40 }, (_, index) =>
    viewed(`halved-${String(index).padStart(2, '0')}`, {
      content_id: index === 7 || index === 31 ? poison : 'paper',
    }),
  );
  try {
    await emitter.send(...events.map((event) => codec.encodeEvent(event)));
    await eventually(
      'the others are stored',
      () => storedIds('halved-'),
      (ids) => ids.length === 38,
    );
    expect(
      await eventually(
        'the two are dead letters',
        () => letters('halved-'),
        (found) => found.length === 2,
      ),
    ).toEqual([
      { event_id: 'halved-07', code: 'refused_by_clickhouse' },
      { event_id: 'halved-31', code: 'refused_by_clickhouse' },
    ]);
  } finally {
    await owner.run('ALTER TABLE stored_events DROP CONSTRAINT test_refused');
  }
  // Their claims were withdrawn: sent again, they are stored.
  await emitter.send(...events.map((event) => codec.encodeEvent(event)));
  expect(
    await eventually(
      'all are stored',
      () => storedIds('halved-'),
      (ids) => ids.length === 40,
    ),
  ).toHaveLength(40);
});

test('the audit accounts for every offset', async () => {
  const audit = await eventually(
    'the audit comes out even, and nothing waits',
    async () =>
      (await fetch(`${serviceUrl('SINK')}/audit`)).json() as Promise<{
        complete: boolean;
        partitions: { lag_events: number }[];
      }>,
    ({ complete, partitions }) => complete && partitions.every(({ lag_events }) => lag_events === 0),
  );
  expect(audit).toMatchObject({ missing: 0, duplicates: 0 });
  const metrics = await (await fetch(`${serviceUrl('SINK')}/metrics`)).text();
  expect(metrics).toMatch(/revloop_audit_missing\{[^}]*topic="funnel.events"[^}]*\} 0/);
});
