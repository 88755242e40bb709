import fc from 'fast-check';
import { hash64 } from '@revloop/schemas/event-key.ts';
import { expect, test } from 'vitest';
import { KeyFilter } from './key-filter.ts';
import { KeyTable } from './key-table.ts';

const word = fc.nat(0xffff_ffff);
const wordsOf = (index: number): [number, number] => {
  const hash = hash64(Buffer.from(`event ${index}`));
  return [Number(hash & 0xffff_ffffn), Number(hash >> 32n)];
};

test('a key that was added is never said to be unknown', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word), { maxLength: 200 }), (keys) => {
      const filter = new KeyFilter(64);
      for (const [low, high] of keys) filter.add(low, high);
      for (const [low, high] of keys) expect(filter.add(low, high)).toBe(true);
    }),
  );
});

test('at ten bits a key about one unknown key in a hundred is taken for known', () => {
  const keys = 20_000;
  const filter = new KeyFilter((keys * 10) / 8);
  const taken = Array.from({ length: keys }, (_, index) => filter.add(...wordsOf(index))).filter(
    Boolean,
  ).length;
  expect(taken / keys).toBeLessThan(0.02);
});

test('a table finds the first row of every key, as a map does', () => {
  // Few different words, so that keys that share one are common.
  const key = fc.tuple(
    fc.constantFrom(0, 1, 7, 0xffff_ffff),
    fc.constantFrom(0, 1, 0x9e37_79b1, 0xffff_ffff),
  );
  fc.assert(
    fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
      const table = new KeyTable();
      table.reset(keys.length);
      const first = new Map<string, number>();
      keys.forEach(([low, high], row) => {
        const name = `${low}/${high}`;
        expect(table.add(low, high, row)).toBe(first.get(name) ?? -1);
        if (!first.has(name)) first.set(name, row);
      });
      for (const [low, high] of keys) expect(table.has(low, high)).toBe(true);
      table.reset(1);
      expect(keys.some(([low, high]) => table.has(low, high))).toBe(false);
    }),
  );
});
