import { expect, test } from 'vitest';
import { auditRows, holds, verdict, type Audit, type PartitionAudit } from './audit.ts';

const partition = (changes: Partial<PartitionAudit>): PartitionAudit => ({
  topic: 'funnel.events',
  partition: 0,
  consumed: 10,
  stored: 7,
  dead_letters: 1,
  repeated: 2,
  erased: 0,
  absent: 0,
  missing: 0,
  duplicates: 0,
  lag_events: 0,
  lag_seconds: 0,
  ...changes,
});
const audit = (changes: Partial<Audit>, ...partitions: readonly PartitionAudit[]): Audit => ({
  complete: true,
  missing: 0,
  duplicates: 0,
  partitions,
  audited_at: '2026-01-01T00:00:00.000Z',
  ...changes,
});

test('an audit without missing or doubled messages holds', () => {
  const sound = audit({}, partition({}), partition({ partition: 1, consumed: 1_190, stored: 1_187 }));
  expect(holds(sound)).toBe(true);
  expect(verdict(sound)).toBe('complete: 1,200 messages consumed, none missing, none stored twice');
});

test.each([
  [{ missing: 3 }, 'NOT complete: of 10 messages consumed 3 missing'],
  [{ duplicates: 1 }, 'NOT complete: of 10 messages consumed 1 stored twice'],
  [{ missing: 3, duplicates: 1 }, 'NOT complete: of 10 messages consumed 3 missing, 1 stored twice'],
])('an audit with %j does not', (faults, says) => {
  const broken = audit(faults, partition(faults));
  expect(holds(broken)).toBe(false);
  expect(verdict(broken)).toBe(says);
});

test('every partition is a row under one heading, with a sum below', () => {
  const rows = auditRows(
    audit({}, partition({ lag_events: 2, lag_seconds: 1.26 }), partition({ partition: 1, repeated: 5 })),
  );
  expect(rows.map((row) => row.length)).toEqual([11, 11, 11, 11]);
  expect(rows[1]).toEqual(['funnel.events/0', 10, 7, 1, 2, 0, 0, 0, 0, 2, 1.3]);
  expect(rows.at(-1)).toEqual(['all', 20, 14, 2, 7, 0, 0, 0, 0, 2, 1.3]);
});
