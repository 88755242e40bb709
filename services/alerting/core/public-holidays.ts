// Public holidays by rule, of a country or a part of it (data of date-holidays; of China, of chinese-days as far as it goes).
import type DateHolidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import { dateOf, dayNumberOf, wholeDay, type ByDate, type ClosedPart } from './calendar-day.ts';
import { holidayLibrary } from './holiday-library.ts';
import { chinaHolidays } from './make-up-days.ts';

export const holidayTypes = ['public', 'bank'] as const;
export type HolidayType = (typeof holidayTypes)[number];

export interface HolidayRule {
  /** ISO 3166-1, two capital letters. */
  readonly country: string;
  /** A state, or a part of it: BY, BY-A. */
  readonly region: string | undefined;
  readonly types: readonly HolidayType[];
}

const day_minutes = 1440;
const cached_years_max = 200;

/** What of a rule is not known; undefined where it can be followed. */
export const unknownIn = ({ country, region }: HolidayRule): string | undefined => {
  const known = new (holidayLibrary())();
  if (!Object.hasOwn(known.getCountries(), country))
    return `country "${country}" has no known holidays; countries are two capital letters, such as DE`;
  if (region === undefined) return undefined;
  const [state = '', part, ...more] = region.split('-');
  // The library's types promise an object; a country without states has none.
  const states = (known.getStates(country) as object | undefined) ?? {};
  const parts = (part === undefined ? {} : (known.getRegions(country, state) as object | undefined)) ?? {};
  if (Object.hasOwn(states, state) && more.length === 0 && (part === undefined || Object.hasOwn(parts, part)))
    return undefined;
  const names = [...Object.keys(states), ...Object.keys(parts).map((name) => `${state}-${name}`)];
  return `country ${country} has no region "${region}"; it has ${names.join(', ') || 'none'}`;
};

type Spread = ReadonlyMap<string, readonly ClosedPart[]>;

/** The local days a holiday takes, the first and last perhaps in part ("14:00" on Christmas Eve, "PT36H"). */
const partsOf = (holiday: HolidaysTypes.Holiday): readonly (readonly [string, ClosedPart])[] => {
  const first = dayNumberOf(holiday.date.slice(0, 10));
  const minutes = (holiday.end.getTime() - holiday.start.getTime()) / 60_000;
  // "2026-03-20 00:00:00 -0600": begins at sunset of the evening before. An office closes on the days, not on that evening.
  const at_sunset = holiday.date.length > 19;
  const [hour = 0, minute = 0] = holiday.date.slice(11, 16).split(':').map(Number);
  const from = at_sunset ? 0 : hour * 60 + minute;
  const to = from + (at_sunset ? Math.max(1, Math.floor(minutes / day_minutes)) * day_minutes : minutes);
  return Array.from({ length: Math.ceil(to / day_minutes) }, (_, day) => {
    const midnight = day * day_minutes;
    const from_minute = Math.max(0, from - midnight);
    const to_minute = Math.min(day_minutes, to - midnight);
    return [dateOf(first + day), { from_minute, to_minute, reason: holiday.name }] as const;
  });
};

const spread = (holidays: readonly HolidaysTypes.Holiday[]): Spread => {
  const dates = new Map<string, ClosedPart[]>();
  for (const [date, part] of holidays.flatMap(partsOf)) dates.set(date, [...(dates.get(date) ?? []), part]);
  return dates;
};

/** Years are worked out when a day of them is asked for: 2 to 90 ms each (measured; 71 years of China took 6 s). */
export const publicHolidays = ({ country, region, types }: HolidayRule): ByDate<readonly ClosedPart[]> => {
  const [state, part] = region?.split('-') ?? [];
  const place = { country, ...(state ? { state } : {}), ...(part ? { region: part } : {}) };
  let rules: DateHolidays | undefined;
  const years = new Map<number, Spread>();
  const read = (year: number): Spread => {
    const known = years.get(year);
    if (known) return known;
    if (years.size >= cached_years_max) years.clear();
    // In UTC a day is 24 hours long; which dates are holidays does not depend on the zone (seen in six years of 207 countries).
    rules ??= new (holidayLibrary())(place, { types: [...types], timezone: 'UTC' });
    const dates = spread(rules.getHolidays(year));
    years.set(year, dates);
    return dates;
  };
  const byRule = (date: string): readonly ClosedPart[] => {
    const year = Number(date.slice(0, 4));
    // A holiday of several days may begin in December; the library tells it in the year it begins.
    const begun_before = date.slice(5, 7) === '01' ? (read(year - 1).get(date) ?? []) : [];
    return [...begun_before, ...(read(year).get(date) ?? [])];
  };
  if (country !== 'CN') return { get: byRule };
  return {
    get: (date) => {
      const year = chinaHolidays(date.slice(0, 4));
      if (!year) return byRule(date);
      const name = year.get(date);
      return name === undefined ? [] : [wholeDay(name)];
    },
  };
};
