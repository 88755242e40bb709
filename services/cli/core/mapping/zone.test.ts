// Wall clocks and the changes of their zones.
import { expect, test } from 'vitest';
import { dateReader, type WallTime } from './date-format.ts';
import { zoneClock } from './zone.ts';

const utc = (zone: string, text: string): string => {
  const wall = dateReader('YYYY-MM-DD HH:mm')?.(text) as WallTime;
  return new Date(zoneClock(zone)?.(wall) ?? Number.NaN).toISOString();
};

test('summer and winter time of a zone are told apart', () => {
  expect(utc('Europe/Berlin', '2026-01-15 12:00')).toBe('2026-01-15T11:00:00.000Z');
  expect(utc('Europe/Berlin', '2026-07-15 12:00')).toBe('2026-07-15T10:00:00.000Z');
  expect(utc('America/Sao_Paulo', '2018-02-01 00:00')).toBe('2018-02-01T02:00:00.000Z');
  expect(utc('Asia/Kolkata', '2026-07-15 12:00')).toBe('2026-07-15T06:30:00.000Z');
});
test('a time that the spring change skips is moved forward by the change', () => {
  expect(utc('Europe/Berlin', '2026-03-29 02:30')).toBe('2026-03-29T01:30:00.000Z');
  expect(utc('America/New_York', '2026-03-08 02:30')).toBe('2026-03-08T07:30:00.000Z');
});
test('of an hour that comes twice the first is meant', () => {
  expect(utc('Europe/Berlin', '2026-10-25 02:30')).toBe('2026-10-25T00:30:00.000Z');
  expect(utc('America/New_York', '2026-11-01 01:30')).toBe('2026-11-01T05:30:00.000Z');
});
test('a zone that does not exist has no clock', () => {
  expect(zoneClock('Mars/Olympus')).toBeUndefined();
});
