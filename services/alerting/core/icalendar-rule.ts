// The days a recurrence rule (RFC 5545, RRULE) means, by looking at every day. The library that reads the file has an iterator; it never returns from some
// rules (FREQ=DAILY;BYWEEKNO=20), and moves days that don't exist (29 February) to the next month where the RFC leaves them out.
import type ICAL from 'ical.js';
import { dateOf, dayNumberOf } from './calendar-day.ts';

/** One day, and its place in the periods a rule may speak of. Monday is 0. */
interface Day {
  readonly number: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly days_in_month: number;
  readonly day_of_year: number;
  readonly days_in_year: number;
  readonly weekday: number;
}

const weekday_names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const unsupported = ['BYSECOND', 'BYMINUTE', 'BYHOUR', 'BYWEEKNO'] as const;

const newYear = (year: number): number => dayNumberOf(`${String(year).padStart(4, '0')}-01-01`);

const readDay = (number: number): Day => {
  const [year = 0, month = 0, day = 0] = dateOf(number).split('-').map(Number);
  const day_of_year = number - newYear(year) + 1;
  const days_in_month = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const days_in_year = newYear(year + 1) - newYear(year);
  const weekday = (((number + 3) % 7) + 7) % 7;
  return { number, year, month, day, days_in_month, day_of_year, days_in_year, weekday };
};

/** Which period of the rule's frequency a day is in. */
const periodOf = ({ freq, wkst }: ICAL.Recur, { number, year, month, weekday }: Day): number => {
  if (freq === 'DAILY') return number;
  if (freq === 'MONTHLY') return year * 12 + month;
  if (freq === 'YEARLY') return year;
  // The library counts weekdays from Sunday, 1. Weeks by the day they begin with.
  return Math.floor((number - ((weekday - ((wkst + 5) % 7) + 7) % 7)) / 7);
};

/** The days before `day` in the longest period it is in. */
const daysBefore = (freq: string, { day_of_year }: Day): number =>
  ({ DAILY: 0, WEEKLY: 6, MONTHLY: 30, YEARLY: day_of_year - 1 })[freq] ?? 0;

/** 3 is the third, -1 the last. */
const isNth = (nth: number, at: number, of: number): boolean => nth === at || nth === at - of - 1;

const isWeekday = (text: string, day: Day, by_month: boolean): boolean => {
  const [, nth, name = ''] = /^([+-]?\d+)?([A-Z]{2})$/.exec(text) ?? [];
  if (weekday_names[day.weekday] !== name) return false;
  if (nth === undefined) return true;
  const [at, of] = by_month ? [day.day, day.days_in_month] : [day.day_of_year, day.days_in_year];
  const week = Math.ceil(at / 7);
  return isNth(Number(nth), week, week + Math.floor((of - at) / 7));
};

const matches = ({ freq, parts }: ICAL.Recur, start: Day): ((day: Day) => boolean) => {
  const { BYMONTH, BYMONTHDAY, BYYEARDAY, BYDAY } = parts;
  const by_month = freq === 'MONTHLY' || BYMONTH !== undefined;
  const isUsual = (day: Day): boolean => {
    if (BYMONTHDAY ?? BYYEARDAY ?? BYDAY) return true;
    if (freq === 'WEEKLY') return day.weekday === start.weekday;
    if (freq === 'DAILY') return true;
    return (
      day.day === start.day && (freq === 'MONTHLY' || BYMONTH !== undefined || day.month === start.month)
    );
  };
  return (day) =>
    (BYMONTH?.includes(day.month) ?? true) &&
    (BYMONTHDAY?.some((nth) => isNth(nth, day.day, day.days_in_month)) ?? true) &&
    (BYYEARDAY?.some((nth) => isNth(nth, day.day_of_year, day.days_in_year)) ?? true) &&
    (BYDAY?.some((text) => isWeekday(text, day, by_month)) ?? true) &&
    isUsual(day);
};

const checkSupported = ({ freq, parts }: ICAL.Recur): void => {
  const part = unsupported.find((name) => parts[name]);
  if (part) throw new Error(`recurs by ${part}, which is not supported`);
  if (!['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(freq))
    throw new Error(`recurs ${freq}, which is not supported`);
  if ((freq === 'DAILY' || freq === 'WEEKLY') && parts.BYDAY?.some((text) => /\d/.test(text)))
    throw new Error(`recurs ${freq} by numbered days of the week, which RFC 5545 does not allow`);
};

/**
 * Days since 1970-01-01 from `start_day` to `last_day` (both may be among them) that the rule means, in order, COUNT and BYSETPOS included;
 * UNTIL is left to the caller, who knows zones. Throws on rules that are not supported.
 */
export function* daysOfRule(rule: ICAL.Recur, start_day: number, last_day: number): Generator<number> {
  checkSupported(rule);
  const start = readDay(start_day);
  const isMeant = matches(rule, start);
  const positions = rule.parts.BYSETPOS;
  const first_period = periodOf(rule, start);
  let left = rule.count ?? Infinity;
  let period: { readonly index: number; days: number[] } = { index: first_period, days: [] };
  const chosen = (): readonly number[] => {
    const { days } = period;
    const picked = days.filter((_, at) => positions?.some((nth) => isNth(nth, at + 1, days.length)) ?? true);
    return picked.filter((number) => number >= start_day).slice(0, left);
  };
  for (let number = start_day - daysBefore(rule.freq, start); number <= last_day && left > 0; number += 1) {
    const day = readDay(number);
    const index = periodOf(rule, day);
    if (index < first_period) continue;
    if (index !== period.index) {
      const days = chosen();
      left -= days.length;
      yield* days;
      period = { index, days: [] };
    }
    if ((index - first_period) % rule.interval === 0 && isMeant(day)) period.days.push(number);
  }
  yield* chosen();
}
