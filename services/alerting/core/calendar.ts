// Business time: which instants are open, when a target is used up, how much open time lies between two instants.
// Open is every instant whose wall clock, by the zone's rules, shows an open time that nothing closes: an hour that DST repeats counts twice, one it
// skips not at all.
import { day_ms, type CalendarDefinition, type DayPart } from './calendar-day.ts';
import { createOpenSpans, type CalendarDay } from './open-spans.ts';
import { totalMs, type Span } from './spans.ts';

export interface Calendar {
  /** Open milliseconds of one business day: the mean of the weekdays that open at all. */
  readonly business_day_ms: number;
  /** The first instant (UTC milliseconds) at which `business_ms` of open time have passed since `start_ms`. */
  dueAt(start_ms: number, business_ms: number): number;
  /** Open milliseconds from `from_ms` to `to_ms`; 0 where `to_ms` is earlier. */
  businessMs(from_ms: number, to_ms: number): number;
  /** When a local date (YYYY-MM-DD) is open, and what closes some or all of it. */
  dayAt(date: string): CalendarDay;
}

const minute_ms = 60_000;
const cached_days_max = 8_000;
/** What a file may close ends after decades (dates and events are bounded), holidays by rule leave days open: 200 years mean a bug. */
const days_ahead_max = 200 * 366;

interface UtcDay {
  readonly spans: readonly Span[];
  readonly open_ms: number;
}

const openMinutes = (intervals: readonly DayPart[]): number =>
  intervals.reduce((sum, { from_minute, to_minute }) => sum + to_minute - from_minute, 0);

const businessDayMs = ({ week }: CalendarDefinition): number => {
  const open = week.map(openMinutes).filter((minutes) => minutes > 0);
  return (open.reduce((sum, minutes) => sum + minutes, 0) / open.length) * minute_ms;
};

/** A calendar that remembers the open spans of the days it has met (at most 8,000). The week must open on some day. */
export const createCalendar = (definition: CalendarDefinition): Calendar => {
  const open = createOpenSpans(definition);
  const days = new Map<number, UtcDay>();
  const read = (utc_day: number): UtcDay => {
    const known = days.get(utc_day);
    if (known) return known;
    if (days.size >= cached_days_max) days.clear();
    const spans = open.ofUtcDay(utc_day);
    const day = { spans, open_ms: totalMs(spans) };
    days.set(utc_day, day);
    return day;
  };
  return {
    business_day_ms: Math.round(businessDayMs(definition)),
    dueAt: (start_ms, business_ms) => dueAt(read, start_ms, business_ms),
    businessMs: (from_ms, to_ms) => businessMs(read, from_ms, to_ms),
    dayAt: (date) => open.ofDate(date),
  };
};

const dueAt = (read: (utc_day: number) => UtcDay, start_ms: number, business_ms: number): number => {
  if (business_ms <= 0) return start_ms;
  const first = Math.floor(start_ms / day_ms);
  let left_ms = business_ms;
  for (let day = first; day < first + days_ahead_max; day += 1) {
    const { spans, open_ms } = read(day);
    if (day > first && open_ms < left_ms) {
      left_ms -= open_ms;
      continue;
    }
    for (const span of spans) {
      const from_ms = Math.max(span.from_ms, start_ms);
      const here_ms = Math.max(0, span.to_ms - from_ms);
      if (here_ms >= left_ms) return from_ms + left_ms;
      left_ms -= here_ms;
    }
  }
  throw new Error(`a calendar never opens after ${new Date(start_ms).toISOString()}`);
};

const businessMs = (read: (utc_day: number) => UtcDay, from_ms: number, to_ms: number): number => {
  let sum_ms = 0;
  for (let day = Math.floor(from_ms / day_ms); day * day_ms < to_ms; day += 1) {
    const { spans, open_ms } = read(day);
    if (day * day_ms >= from_ms && (day + 1) * day_ms <= to_ms) sum_ms += open_ms;
    else
      for (const span of spans)
        sum_ms += Math.max(0, Math.min(span.to_ms, to_ms) - Math.max(span.from_ms, from_ms));
  }
  return sum_ms;
};
