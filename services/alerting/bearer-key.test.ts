import { expect, test } from 'vitest';
import { keyCheck } from './bearer-key.ts';

test('only the key opens', () => {
  const isAllowed = keyCheck('the-key');
  expect([isAllowed('Bearer the-key'), isAllowed('bearer the-key')]).toEqual([true, true]);
  for (const wrong of [undefined, '', 'the-key', 'Bearer', 'Bearer ', 'Bearer the-keY', 'Basic the-key'])
    expect(isAllowed(wrong)).toBe(false);
});
