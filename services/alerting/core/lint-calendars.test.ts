import { describe, expect, test } from 'vitest';
import { lint, type LintSettings } from './lint.ts';
import { fileOf, lineWith, opened, rest, said, settings, whole } from './testing-lint.ts';

describe('calendars', () => {
  const office = (holidays: string): string =>
    `  office:\n    - { effective_from: 2000-01-01, time_zone: Europe/Berlin, hours: { monday: [09:00-17:00] }, holidays: ${holidays} }`;
  const inOffice = {
    ...rest,
    decision: [`${opened}, calendar: office, target: 1 business hour, effective_from: 2000-01-01`],
  };
  const found = (holidays: string, more: Partial<LintSettings> = {}): readonly string[] =>
    said(fileOf(inOffice, office(holidays)), more);

  test('that nobody counts in', () => {
    const text = fileOf(whole, office('[2027-12-25]'));
    expect(said(text)).toEqual(['warning unused_calendar: no policy counts in the calendar office']);
    expect(lint(text, settings)[0]?.line).toBe(lineWith(text, 'office:'));
  });

  test('whose last holiday is less than a year ahead', () => {
    const end = (day: string): string =>
      `warning holidays_end: the holidays of the calendar office end on ${day}, less than a year ahead`;
    expect(found('[2026-12-25, 2025-01-01]')).toEqual([end('2026-12-25')]);
    expect(found('[2027-11-23]')).toEqual([end('2027-11-23')]);
    expect(found('[2027-11-24]')).toEqual([]);
    expect(found('[{ date: 2027-10-20..2027-11-30, name: move }]')).toEqual([]);
    expect(found('[2027-11-24]', { now: Date.UTC(2027, 0, 1) })).toEqual([end('2027-11-24')]);
    expect(found('[]')).toEqual([expect.stringContaining('note no_holidays')]);
  });

  test('that follow a country have no end, but the make-up days of China are known for announced years only', () => {
    expect(found('[{ country: DE }]')).toEqual([]);
    expect(found('[{ country: CN }]', { now: Date.UTC(2025, 0, 1) })).toEqual([]);
    const later = found('[{ country: CN }]', { now: Date.UTC(2099, 0, 1) });
    expect(later).toEqual([
      expect.stringMatching(/^warning holidays_end: the make-up days .* until \d{4}-12-31 only/),
    ]);
  });

  test('of an iCalendar file end with its last event', () => {
    const ics = (day: string): string =>
      [
        'BEGIN:VCALENDAR',
        'BEGIN:VEVENT',
        'UID:1',
        `DTSTART;VALUE=DATE:${day}`,
        'SUMMARY:closed',
        'END:VEVENT',
        'END:VCALENDAR',
      ].join('\r\n');
    expect(found('[{ ics: office.ics }]', { readText: () => ics('20261224') })).toEqual([
      expect.stringContaining('end on 2026-12-24'),
    ]);
    expect(found('[{ ics: office.ics }]', { readText: () => ics('20281224') })).toEqual([]);
  });
});
