import { expect, test } from 'vitest';
import { audit, type AuditRow } from './audit.ts';

const row: AuditRow = {
  ...{
    topic: 'funnel.events',
    partition: 0,
    from_offset: '10',
    to_offset: '109',
    stored: '90',
    duplicates: '0',
  },
  ...{ dead_letters: '4', repeated: '3', erased: '2', absent: '1' },
};
const end = { topic: 'funnel.events', partition: 0, end: 120 };

test('every offset that is a row, a dead letter, a repetition, erased or no message is accounted for', () => {
  const { complete, missing, partitions } = audit([row], [end], () => 1_500, 0);
  expect({ complete, missing }).toEqual({ complete: true, missing: 0 });
  expect(partitions).toMatchObject([{ consumed: 100, missing: 0, lag_events: 10, lag_seconds: 1.5 }]);
});

test('a row that is not there is missing, one too many is a duplicate', () => {
  expect(audit([{ ...row, stored: '88' }], [end], () => 0, 0)).toMatchObject({
    complete: false,
    missing: 2,
    duplicates: 0,
  });
  expect(audit([{ ...row, duplicates: '5' }], [end], () => 0, 0)).toMatchObject({
    complete: false,
    missing: 0,
    duplicates: 5,
  });
});

test('a partition of which nothing was read lags, and nothing of it is missing', () => {
  const { complete, partitions } = audit([], [end], () => 0, 0);
  expect(complete).toBe(true);
  expect(partitions).toMatchObject([{ consumed: 0, missing: 0, lag_events: 120 }]);
});
