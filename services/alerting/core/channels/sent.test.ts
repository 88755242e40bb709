import { describe, expect, test } from 'vitest';
import { retryAfterMs, sentOf } from './sent.ts';

const now = Date.UTC(2026, 5, 1);
const answer = (status: number, more: { retry_after?: string; body?: string } = {}) =>
  sentOf({ status, retry_after: '', body: '', ...more }, now);

describe('an answer', () => {
  test.each([200, 202, 204])('%i is success', (status) => {
    expect(answer(status)).toEqual({ ok: true });
  });

  test.each([301, 302, 400, 401, 403, 404, 410, 413, 422])('%i will be the same next time', (status) => {
    expect(answer(status)).toMatchObject({ ok: false, status, retry: 'never' });
  });

  test.each([408, 409, 425, 429, 500, 502, 503, 504])('%i may be another next time', (status) => {
    expect(answer(status)).toMatchObject({ ok: false, status, retry: 'later' });
  });

  test('none at all may be one next time, unless the address is refused', () => {
    const none = { status: 0, why: 'connect ECONNREFUSED' } as const;
    expect(sentOf({ ...none, refused: false }, now)).toEqual({
      ok: false,
      why: 'connect ECONNREFUSED',
      status: 0,
      retry: 'later',
      after_ms: 0,
    });
    expect(sentOf({ ...none, refused: true }, now)).toMatchObject({ retry: 'never' });
  });

  test('says why, in one bounded line', () => {
    expect(answer(400, { body: 'invalid_blocks\n' })).toMatchObject({ why: 'HTTP 400: invalid_blocks' });
    const { why } = answer(400, { body: 'x'.repeat(4_000) }) as { why: string };
    expect(why).toHaveLength(300);
  });
});

test('Retry-After is read in seconds and as a date, and anything else asks for nothing', () => {
  expect(retryAfterMs('120', now)).toBe(120_000);
  expect(retryAfterMs('Mon, 01 Jun 2026 00:01:00 GMT', now)).toBe(60_000);
  for (const header of ['', 'soon', '-5', 'Infinity', '1e9', 'Sun, 31 May 2026 00:00:00 GMT', '9'.repeat(30)])
    expect(retryAfterMs(header, now)).toBe(0);
});
