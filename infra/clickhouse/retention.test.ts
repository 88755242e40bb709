import { expect, test } from 'vitest';
import { SettingsReader } from '../runtime/config.ts';
import { retentionSettings, tableTtls, ttlOf } from './retention.ts';

test('events and facts are kept for ever, dead letters for 90 days, unless settings say otherwise', () => {
  const read = (env: Record<string, string>) => {
    const settings = new SettingsReader(env);
    return settings.done(retentionSettings(settings));
  };
  expect(read({})).toEqual({ events_ttl_days: 0, dead_letters_ttl_days: 90, sla_facts_ttl_days: 0 });
  expect(read({ REVLOOP_EVENTS_TTL_DAYS: '400' }).events_ttl_days).toBe(400);
  expect(() => read({ REVLOOP_EVENTS_TTL_DAYS: '-1' })).toThrow(/REVLOOP_EVENTS_TTL_DAYS/);
});

test('what a batch held is forgotten a day before its events go', () => {
  const ttls = tableTtls({ events_ttl_days: 30, dead_letters_ttl_days: 0, sla_facts_ttl_days: 0 });
  const daysOf = (table: string) => ttls.find((ttl) => ttl.table === table)?.days;
  expect({ batches: daysOf('arrived_batches'), events: daysOf('stored_events') }).toEqual({
    batches: 30,
    events: 31,
  });
});

test.each([
  [
    'MergeTree ORDER BY a TTL toDateTime(_stored_at) + toIntervalDay(30) SETTINGS x = 1',
    { column: '_stored_at', days: 30 },
  ],
  [
    "MergeTree ORDER BY a TTL toDateTime(stored_at) + toIntervalDay(_CAST(7, 'UInt32')) SETTINGS x = 1",
    { column: 'stored_at', days: 7 },
  ],
  ['MergeTree ORDER BY a TTL toDateTime(a) + toIntervalDay(1)', { column: 'a', days: 1 }],
  ['MergeTree ORDER BY a SETTINGS x = 1', undefined],
  ['MergeTree ORDER BY a TTL toDate(a) + toIntervalMonth(1) SETTINGS x = 1', undefined],
  ['MergeTree ORDER BY a TTL toDateTime(a) + toIntervalDay(1) WHERE b SETTINGS x = 1', undefined],
])('the TTL of %j is read', (engine, ttl) => {
  expect(ttlOf(engine)).toEqual(ttl);
});
