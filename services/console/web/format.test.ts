import { expect, test } from 'vitest';
import {
  formatBusinessTime,
  formatCountdown,
  formatDuration,
  formatMoney,
  formatMonth,
  formatShare,
  formatTime,
  formatTimeNear,
  plural,
  sameDecimal,
  shareOf,
} from './format.ts';

test('durations show the two units that matter', () => {
  const shown = [null, 20, 300, 3600, 3660, 90_000, 14 * 86_400, 400 * 86_400].map(formatDuration);
  expect(shown).toEqual(['–', '20 s', '5 min', '1 h', '1 h 1 min', '1 d 1 h', '14 d', '400 d']);
});

test('business time has no days, because a business day is shorter', () => {
  expect([null, 300, 94 * 3600 + 120].map(formatBusinessTime)).toEqual(['–', '5 min', '94 h 2 min']);
});

test('a countdown shows seconds in its last hour only', () => {
  expect([59, 3599, 3600, -61].map(formatCountdown)).toEqual([
    '0 min 59 s',
    '59 min 59 s',
    '1 h',
    '1 min 1 s',
  ]);
});

test('money keeps every digit of the decimal text and its currency', () => {
  expect(formatMoney('123456789012345.67', 'EUR')).toBe('€123,456,789,012,345.67');
  expect(formatMoney('1200', 'JPY')).toBe('¥1,200');
  expect(formatMoney('1.5', 'KWD')).toBe('KWD\u00a01.500');
  expect(formatMoney('10.5', '?')).toBe('10.5 ?');
});

test('decimal texts are compared as numbers', () => {
  expect(sameDecimal('100.50', '100.5')).toBe(true);
  expect(sameDecimal('100', '100.0000')).toBe(true);
  expect(sameDecimal('100', '10')).toBe(false);
  expect(sameDecimal('0.1', '0.10001')).toBe(false);
});

test('times and months are UTC wherever the reader is', () => {
  expect(formatTime('2026-11-30T23:30:00.000Z')).toBe('30 Nov 2026, 23:30');
  expect(formatMonth('2026-01-01')).toBe('Jan 2026');
  expect(formatMonth('2026-09')).toBe('Sep 2026');
  expect(formatTime(null)).toBe('–');
});

test('times of this year go without it', () => {
  const now = Date.parse('2026-12-01T00:00:00Z');
  expect(formatTimeNear('2026-11-30T23:30:00.000Z', now)).toBe('30 Nov, 23:30');
  expect(formatTimeNear('2025-11-30T23:30:00.000Z', now)).toBe('30 Nov 2025, 23:30');
});

test('a share without a total is a dash, not zero', () => {
  expect(formatShare(shareOf(0, 0))).toBe('–');
  expect(formatShare(shareOf(1, 3))).toBe('33.3%');
});

test('words take their plural', () => {
  expect([plural(1, 'visit'), plural(2, 'visit'), plural(0, 'breach'), plural(3, 'opportunity')]).toEqual([
    '1 visit',
    '2 visits',
    '0 breaches',
    '3 opportunities',
  ]);
});
