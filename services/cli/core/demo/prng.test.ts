// The generator of numbers.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPrng } from './prng.ts';

const numbers = (seed: string, count = 50): number[] => {
  const prng = createPrng(seed);
  return Array.from({ length: count }, () => prng.next());
};

test('the same seed gives the same numbers, here and on every machine', () => {
  expect(numbers('a')).toEqual(numbers('a'));
  expect(numbers('a')).not.toEqual(numbers('b'));
  expect(createPrng('revloop').integer(0, 1_000_000)).toBe(657278);
});
test('numbers are spread evenly over [0, 1)', () => {
  const tenths = new Array<number>(10).fill(0);
  for (const number of numbers('even', 20_000))
    tenths[Math.floor(number * 10)] = (tenths[Math.floor(number * 10)] ?? 0) + 1;
  for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(200);
});
test('a fork draws nothing from its parent', () => {
  const one = createPrng('a');
  const other = createPrng('a');
  one.fork('x').next();
  expect(one.next()).toBe(other.next());
});
test('whole numbers stay within their bounds, and a shuffled list keeps its entries', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.integer({ min: -50, max: 50 }),
      fc.nat(100),
      fc.array(fc.integer()),
      (seed, min, span, list) => {
        const prng = createPrng(seed);
        const drawn = prng.integer(min, min + span);
        expect(drawn).toBeGreaterThanOrEqual(min);
        expect(drawn).toBeLessThanOrEqual(min + span);
        expect(prng.shuffled(list).sort()).toEqual([...list].sort());
      },
    ),
  );
});
test('a name without weight is never chosen', () => {
  const prng = createPrng('w');
  for (let round = 0; round < 500; round += 1) expect(prng.weighted({ never: 0, always: 1 })).toBe('always');
});
