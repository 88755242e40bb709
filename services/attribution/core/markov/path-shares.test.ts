import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathShares } from './path-shares.ts';

const effects = new Map([
  ['search', 0.6],
  ['email', 0.2],
  ['direct', 0],
]);

test('each channel of a path gets its effect of the sum of theirs, however often it is there', () => {
  expect([...pathShares(['email', 'search', 'email', 'direct'], effects)]).toEqual([
    ['email', expect.closeTo(0.25, 15)],
    ['search', expect.closeTo(0.75, 15)],
    ['direct', 0],
  ]);
});

test('channels without any effect share equally', () => {
  expect([...pathShares(['direct', 'fax', 'direct'], effects)]).toEqual([
    ['direct', 0.5],
    ['fax', 0.5],
  ]);
});

test('shares of a path add up to 1', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
      (channels, [a = 0, b = 0, c = 0]) => {
        const given = new Map(Object.entries({ a, b, c }));
        const sum = [...pathShares(channels, given).values()].reduce((total, share) => total + share, 0);
        expect(sum).toBeCloseTo(1, 12);
      },
    ),
  );
});
