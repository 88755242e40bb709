import { expect, test } from 'vitest';
import { pauseAfter } from './round-pace.ts';

test('a round leaves the server as much time as it took', () => {
  expect(pauseAfter(1_000, 500)).toBe(1_000);
});

test('two rounds and the pause between them take 3.2 seconds at most, while there is a pause to shorten', () => {
  for (const took_ms of [1_100, 1_300, 1_500])
    expect(2 * took_ms + pauseAfter(took_ms, 500)).toBeLessThanOrEqual(3_200);
});

test('a short round is followed by the poll’s own pause, one that takes too long by a breath', () => {
  expect(pauseAfter(3, 500)).toBe(500);
  expect(pauseAfter(60_000, 500)).toBe(100);
});
