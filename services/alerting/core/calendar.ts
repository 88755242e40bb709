// Business time: which instants are open, when a target is used up, how much open time lies between two instants.
// Open is every instant whose wall clock, by the zone's rules, shows an open time: an hour that DST repeats counts twice, one it skips not at all.
import { createZone, type Zone } from './zone.ts';

/** Open from `from_minute` to `to_minute` (exclusive) of a local day, 0–1440. */
export interface OpenInterval {
  readonly from_minute: number;
  readonly to_minute: number;
}

export interface CalendarDefinition {
  readonly time_zone: string;
  /** Monday first; intervals of a day sorted and disjoint. */
  readonly week: readonly (readonly OpenInterval[])[];
  /** Local dates (YYYY-MM-DD) that are closed. */
  readonly holidays: ReadonlySet<string>;
  /** Local dates with hours of their own; they win over weekdays and holidays. */
  readonly working_days: ReadonlyMap<string, readonly OpenInterval[]>;
}

export interface Calendar {
  /** Open milliseconds of one business day: the mean of the weekdays that open at all. */
  readonly business_day_ms: number;
  /** The first instant (UTC milliseconds) at which `business_ms` of open time have passed since `start_ms`. */
  dueAt(start_ms: number, business_ms: number): number;
  /** Open milliseconds from `from_ms` to `to_ms`; 0 where `to_ms` is earlier. */
  businessMs(from_ms: number, to_ms: number): number;
}

const day_ms = 86_400_000;
const minute_ms = 60_000;
const cached_days_max = 8_000;
/** A definition always opens again within a week once its holidays have passed; 200 years mean a bug. */
const days_ahead_max = 200 * 366;

interface Span {
  readonly from_ms: number;
  readonly to_ms: number;
}
interface UtcDay {
  readonly spans: readonly Span[];
  readonly open_ms: number;
}

const hoursOn = (definition: CalendarDefinition, local_day: number): readonly OpenInterval[] => {
  const date = new Date(local_day * day_ms).toISOString().slice(0, 10);
  const own = definition.working_days.get(date);
  if (own) return own;
  // 1970-01-01, day 0, was a Thursday: 3 where Monday is 0.
  return definition.holidays.has(date) ? [] : (definition.week[(((local_day + 3) % 7) + 7) % 7] ?? []);
};

const openSpans = (definition: CalendarDefinition, zone: Zone, utc_day: number): readonly Span[] => {
  const spans: Span[] = [];
  const to_ms = (utc_day + 1) * day_ms;
  for (let from_ms = utc_day * day_ms; from_ms < to_ms;) {
    const piece = zone.pieceAt(from_ms);
    const end_ms = Math.min(to_ms, piece.to_ms);
    const first_local = Math.floor((from_ms + piece.offset_ms) / day_ms);
    const last_local = Math.floor((end_ms - 1 + piece.offset_ms) / day_ms);
    for (let local = first_local; local <= last_local; local += 1)
      for (const hours of hoursOn(definition, local)) {
        const midnight_ms = local * day_ms - piece.offset_ms;
        const open_ms = Math.max(from_ms, midnight_ms + hours.from_minute * minute_ms);
        const close_ms = Math.min(end_ms, midnight_ms + hours.to_minute * minute_ms);
        if (open_ms < close_ms) spans.push({ from_ms: open_ms, to_ms: close_ms });
      }
    from_ms = end_ms;
  }
  return spans;
};

const openMinutes = (intervals: readonly OpenInterval[]): number =>
  intervals.reduce((sum, { from_minute, to_minute }) => sum + to_minute - from_minute, 0);

const businessDayMs = ({ week }: CalendarDefinition): number => {
  const open = week.map(openMinutes).filter((minutes) => minutes > 0);
  return (open.reduce((sum, minutes) => sum + minutes, 0) / open.length) * minute_ms;
};

/** A calendar that remembers the open spans of the days it has met (at most 8,000). The week must open on some day. */
export const createCalendar = (definition: CalendarDefinition): Calendar => {
  const zone = createZone(definition.time_zone);
  const days = new Map<number, UtcDay>();
  const read = (utc_day: number): UtcDay => {
    const known = days.get(utc_day);
    if (known) return known;
    if (days.size >= cached_days_max) days.clear();
    const spans = openSpans(definition, zone, utc_day);
    const day = { spans, open_ms: spans.reduce((sum, span) => sum + span.to_ms - span.from_ms, 0) };
    days.set(utc_day, day);
    return day;
  };
  return {
    business_day_ms: Math.round(businessDayMs(definition)),
    dueAt: (start_ms, business_ms) => dueAt(read, start_ms, business_ms),
    businessMs: (from_ms, to_ms) => businessMs(read, from_ms, to_ms),
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
