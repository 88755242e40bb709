import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrivals_max, newRanges, nextVersion, portions } from './plan.ts';
import { parseWindows } from './windows.ts';

test('every new arrival is in exactly one round, in order', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 100_000n }), (end) => {
      const done = new Map<number, bigint>();
      for (let next = 0n; next <= end;) {
        const [range] = newRanges([{ partition: 1, offset: end }], done);
        if (!range) throw new Error('a new arrival was left out');
        expect(range.from).toBe(next);
        expect(range.to - range.from).toBeLessThan(arrivals_max);
        done.set(1, range.to);
        next = range.to + 1n;
      }
      expect(newRanges([{ partition: 1, offset: end }], done)).toEqual([]);
    }),
  );
});

test('portions hold everything once', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 7 }), (list, size) => {
      expect(portions(list, size).flat()).toEqual(list);
    }),
  );
});

test('versions grow even when the clock goes back', () => {
  expect(nextVersion(10n, 5)).toBe(11n);
  expect(nextVersion(10n, 50)).toBe(50n);
});

test('windows are whole days, each once, in order', () => {
  expect(parseWindows('90, 30,90')).toEqual({ lookback_days: [30, 90] });
  expect(parseWindows('90,ninety')).toHaveProperty('fault');
  expect(parseWindows('0')).toHaveProperty('fault');
});
