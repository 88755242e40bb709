import { expect, test } from 'vitest';
import { RequestRate } from './request-rate.ts';

test('a source may send its number of requests, then no more until a second after its first', () => {
  const rate = new RequestRate(2);
  expect([0, 10, 20].map((now) => rate.allows('web', now))).toEqual([true, true, false]);
  expect(rate.allows('web', 999)).toBe(false);
  expect(rate.allows('web', 1_000)).toBe(true);
});

test('one source takes nothing from another', () => {
  const rate = new RequestRate(1);
  expect(rate.allows('web', 0)).toBe(true);
  expect(rate.allows('web', 1)).toBe(false);
  expect(rate.allows('crm', 1)).toBe(true);
});
