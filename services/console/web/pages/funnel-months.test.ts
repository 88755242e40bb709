import { expect, test } from 'vitest';
import { monthsBetween } from './funnel-months.ts';

test('months without visits keep their place', () => {
  expect(monthsBetween(['2026-02-01', '2025-11-01'])).toEqual([
    '2025-11-01',
    '2025-12-01',
    '2026-01-01',
    '2026-02-01',
  ]);
});

test('no months are no months', () => {
  expect(monthsBetween([])).toEqual([]);
});
