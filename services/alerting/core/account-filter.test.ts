import { keyHashOf } from '@revloop/infra/kafka/partitioner.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AccountFilter, slotsOf } from './account-filter.ts';

const hashOf = (account: string): number => keyHashOf(Buffer.from(account));

test('an account that was added is never denied', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (accounts) => {
      const filter = new AccountFilter(hashOf);
      for (const account of accounts) filter.add(account);
      expect(accounts.every((account) => filter.mayHave(account))).toBe(true);
    }),
  );
});

test('of accounts that were not added about one in sixteen is taken for stored, however many are', () => {
  const accounts = 200_000;
  const filter = new AccountFilter(hashOf, slotsOf(accounts));
  for (let at = 0; at < accounts; at += 1) filter.add(`stored ${at}`);
  const news = Array.from({ length: 20_000 }, (_, at) => `new ${at}`);
  const share = news.filter((account) => filter.mayHave(account)).length / news.length;
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(1 / 15);
});

test('slots are a power of two, sixteen and more for an account, and bounded', () => {
  expect(slotsOf(0)).toBe(2 ** 20);
  expect(slotsOf(100_000)).toBe(2 ** 21);
  expect(slotsOf(1e12)).toBe(2 ** 31);
});
