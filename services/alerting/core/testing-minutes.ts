// For tests of calendars: what is open, said the slow way from plain data: one minute at a time, by Temporal's wall clock.
import { Temporal } from 'temporal-polyfill';
import type { CalendarModel, Hours } from './testing-calendars.ts';

/** Easter Sunday (Meeus, Jones, Butcher). */
const easter = (year: number): Temporal.PlainDate => {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const n = h + l - 7 * Math.floor((a + 11 * h + 22 * l) / 451) + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(n / 31), day: (n % 31) + 1 });
};

/** Holidays of all of Germany, by the law, from 1995 on. */
const isHolidayInGermany = (date: string): boolean => {
  const year = Number(date.slice(0, 4));
  const moving = [-2, 1, 39, 50].map((days) => easter(year).add({ days }).toString());
  return (
    ['01-01', '05-01', '10-03', '12-25', '12-26'].includes(date.slice(5)) ||
    date === '2017-10-31' ||
    moving.includes(date)
  );
};

/** As the State Council announced them for 2025 and 2026. */
const china_spans: readonly (readonly [string, string])[] = [
  ['2025-01-01', '2025-01-01'],
  ['2025-01-28', '2025-02-04'],
  ['2025-04-04', '2025-04-06'],
  ['2025-05-01', '2025-05-05'],
  ['2025-05-31', '2025-06-02'],
  ['2025-10-01', '2025-10-08'],
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
];
export const china_make_up_days: readonly string[] = [
  '2025-01-26',
  '2025-02-08',
  '2025-04-27',
  '2025-09-28',
  '2025-10-11',
  '2026-01-04',
  '2026-02-14',
  '2026-02-28',
  '2026-05-09',
  '2026-09-20',
  '2026-10-10',
];
const isIn = (date: string, [first, last]: readonly [string, string]): boolean =>
  first <= date && date <= last;

/** The slow way: the events' instants once, then any minute (UTC ms) by looking at the wall. */
export const minuteByMinute = (model: CalendarModel): ((at_ms: number) => boolean) => {
  const events = model.events.flatMap(({ zone, wall, minutes, times }) =>
    Array.from({ length: times }, (_, week) => {
      const local = Temporal.PlainDateTime.from(wall).add({ days: 7 * week });
      const from_ms = local.toZonedDateTime(zone ?? model.zone).epochMilliseconds;
      return [from_ms, from_ms + minutes * 60_000] as const;
    }),
  );
  const isHoliday = (date: string): boolean =>
    model.holidays.includes(date) ||
    isIn(date, model.span) ||
    isIn(date, model.all_day) ||
    (model.country === 'DE' && isHolidayInGermany(date)) ||
    (model.country === 'CN' && china_spans.some((span) => isIn(date, span)));
  const hoursOf = (date: string, weekday: number): Hours => {
    const own = model.working_days.get(date);
    if (own) return own;
    if (isHoliday(date)) return [];
    if (model.country === 'CN' && china_make_up_days.includes(date))
      return model.week.find((hours) => hours.length > 0) ?? [];
    return model.week[weekday - 1] ?? [];
  };
  return (at_ms) => {
    const local = Temporal.Instant.fromEpochMilliseconds(at_ms).toZonedDateTimeISO(model.zone);
    const date = local.toPlainDate().toString();
    const minute = local.hour * 60 + local.minute;
    const shows = ([from, to]: readonly [number, number]): boolean => from <= minute && minute < to;
    return (
      hoursOf(date, local.dayOfWeek).some(shows) &&
      !model.closures.some(([day, hours]) => day === date && (!hours || shows(hours))) &&
      !events.some(([from_ms, to_ms]) => from_ms <= at_ms && at_ms < to_ms)
    );
  };
};
