import { describe, expect, test } from 'vitest';
import { readCalendars } from './calendar-file.ts';
import { makeUpDaysKnownUntil } from './make-up-days.ts';
import { china_make_up_days } from './testing-minutes.ts';
import { YamlReader } from './yaml-reader.ts';

const read = (more: string) => {
  const reader = new YamlReader(`
shanghai:
  - effective_from: 2000-01-01
    time_zone: Asia/Shanghai
    hours: { tuesday: [09:00-18:00], wednesday: [09:00-18:00], thursday: [09:00-18:00], friday: [09:00-17:00] }
    holidays: [{ country: CN }]
${more}
`);
  const { versions } = readCalendars(reader, reader.root, () => undefined);
  if (reader.faults.length > 0) throw new Error(reader.faults.join('\n'));
  const calendar = versions.get('shanghai')![0]!.calendar;
  /** Open hours of a date, "9-17": Shanghai is UTC + 8. */
  const hours = (date: string): string => {
    const midnight = Date.parse(`${date}T00:00:00+08:00`);
    return calendar
      .dayAt(date)
      .open.map(({ from_ms, to_ms }) => [from_ms, to_ms].map((ms) => (ms - midnight) / 3_600_000).join('-'))
      .join(' ');
  };
  return { calendar, hours };
};

describe('China', () => {
  const { calendar, hours } = read('');

  test.each([
    ['2025-01-26', 'Sunday, worked', '9-18'],
    ['2025-01-28', 'Tuesday, the eve of the Spring Festival', ''],
    ['2025-02-04', 'Tuesday, last day off of the Spring Festival', ''],
    ['2025-02-05', 'Wednesday after it', '9-18'],
    ['2025-02-08', 'Saturday, worked', '9-18'],
    ['2025-04-27', 'Sunday, worked', '9-18'],
    ['2025-09-28', 'Sunday, worked', '9-18'],
    ['2025-10-08', 'Wednesday, last day off of the National Day', ''],
    ['2025-10-11', 'Saturday, worked', '9-18'],
    ['2025-10-12', 'Sunday like any other', ''],
  ])('%s is %s: open %s', (date, _what, open) => {
    expect(hours(date)).toBe(open);
  });

  test('the make-up days of two years are those that were announced, and no other weekend day opens', () => {
    const days = Array.from({ length: 730 }, (_, day) =>
      new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10),
    );
    const weekend = days.filter((date) => [0, 6].includes(new Date(date).getUTCDay()));
    expect(weekend.filter((date) => hours(date) !== '')).toEqual(china_make_up_days);
  });

  test('a holiday has its name', () => {
    expect(calendar.dayAt('2025-10-08').closed_by).toEqual(['国庆节']);
  });

  test('a make-up day shortens what is waited for', () => {
    const friday = Date.parse('2025-09-26T16:00:00+08:00');
    expect(calendar.dueAt(friday, 2 * 3_600_000)).toBe(Date.parse('2025-09-28T10:00:00+08:00'));
  });
});

test('make-up days have the hours of the weekday that is named', () => {
  expect(read('    make_up_hours_of: friday').hours('2025-10-11')).toBe('9-17');
});

test('a day with hours of its own wins over the make-up day, a closure closes it', () => {
  expect(read('    working_days: { 2025-10-11: [10:00-12:00] }').hours('2025-10-11')).toBe('10-12');
  expect(read('    closures: [{ date: 2025-10-11, reason: typhoon }]').hours('2025-10-11')).toBe('');
  expect(read('    closures: [{ date: 2025-10-11 10:00-12:00, reason: typhoon }]').hours('2025-10-11')).toBe(
    '9-10 12-18',
  );
});

describe('years that are not announced yet', () => {
  const { hours } = read('');
  const until = makeUpDaysKnownUntil('CN')!;

  test('are after the last one known, which can be asked for', () => {
    expect(until).toBeGreaterThanOrEqual(2026);
    expect(makeUpDaysKnownUntil('DE')).toBeUndefined();
  });

  test('have the usual holidays and no make-up days', () => {
    const year = until + 3;
    expect(hours(`${year}-10-01`)).toBe('');
    const days = Array.from({ length: 365 }, (_, day) => new Date(Date.UTC(year, 0, 1 + day)));
    const weekend = days.filter((day) => [0, 6].includes(day.getUTCDay()));
    expect(weekend.filter((day) => hours(day.toISOString().slice(0, 10)) !== '')).toEqual([]);
  });
});
