// Texts of the policy file that mean a time, a date, hours or a target → numbers.
import { dateOf, dayNumberOf, type DayPart } from './calendar-day.ts';
import type { Target } from './policy.ts';

/** "2026-05-01" (midnight UTC) or an ISO 8601 time with a zone → UTC milliseconds. */
export const readMoment = (text: string): number | undefined => {
  if (readDate(text)) return Date.parse(text);
  const at_ms = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at_ms) ? undefined : at_ms;
};

/** "2026-05-01", where that day exists. */
export const readDate = (text: string): string | undefined => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const at_ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at_ms) && new Date(at_ms).toISOString().startsWith(text) ? text : undefined;
};

const span_days_max = 366;

/** "2026-12-24", or "2026-12-24..2026-12-31" (both included, a year at most) → every date of it. */
export const readDates = (text: string): readonly string[] | undefined => {
  const [first, last, ...more] = text.split('..').map((part) => readDate(part.trim()));
  if (!first || more.length > 0) return undefined;
  if (!text.includes('..')) return [first];
  const from = dayNumberOf(first);
  const days = last ? dayNumberOf(last) - from + 1 : 0;
  if (days < 1 || days > span_days_max) return undefined;
  return Array.from({ length: days }, (_, at) => dateOf(from + at));
};

/** "2026-05-13 12:00-17:00" → the date and the minutes of it. */
export const readPartOfDay = (
  text: string,
): { readonly date: string; readonly part: DayPart } | undefined => {
  const [, day = '', hours = ''] = /^(\S+) +(.+)$/.exec(text) ?? [];
  const date = readDate(day);
  const part = readHours(hours);
  return date && part ? { date, part } : undefined;
};

/** "09:00-17:30" or "00:00-24:00" → minutes of the day. */
export const readHours = (text: string): DayPart | undefined => {
  const match = /^(\d\d):(\d\d)\s*-\s*(\d\d):(\d\d)$/.exec(text);
  if (!match) return undefined;
  const [from_hour, from, to_hour, to] = match.slice(1).map(Number) as [number, number, number, number];
  const from_minute = from_hour * 60 + from;
  const to_minute = to_hour * 60 + to;
  return from < 60 && to < 60 && to_minute <= 1440 && from_minute < to_minute
    ? { from_minute, to_minute }
    : undefined;
};

const unit_ms: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** "4 business hours", "1.5 business days"; "4 hours", "2 days" in wall time, where a day is 24 hours → target. */
export const readTarget = (text: string): Target | undefined => {
  const match = /^(\d+(?:\.\d+)?) (business )?(second|minute|hour|day)s?$/.exec(text.trim());
  const amount = Number(match?.[1]);
  const unit = match?.[3];
  if (!unit || !(amount > 0)) return undefined;
  const isBusiness = match[2] !== undefined;
  if (isBusiness && unit === 'day') return { unit: 'business_days', amount };
  return {
    unit: isBusiness ? 'business_ms' : 'wall_ms',
    amount: Math.round(amount * (unit_ms[unit] ?? 0)),
  };
};

/** "75 %" → 0.75, within (0, 1). */
export const readShare = (text: string): number | undefined => {
  const share = Number(/^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim())?.[1]) / 100;
  return share > 0 && share < 1 ? share : undefined;
};
