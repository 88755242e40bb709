import { expect, test } from 'vitest';
import { isoTimes } from './times.ts';

test('times become ISO 8601 in UTC; names, nulls and months stay as they are', () => {
  const row = {
    opened_at: '2026-03-01 10:00:00.250',
    told_at: null,
    account_id: '2026-03-01 10:00:00',
    period: '2026-03-01',
    left_at: '2026-03-01T10:00:00.000Z',
  };
  expect(isoTimes(row)).toEqual({ ...row, opened_at: '2026-03-01T10:00:00.250Z' });
});
