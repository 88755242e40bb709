// What a local day is by its calendar's definition: the hours it has, and what of them is closed and why.
import type { Span } from './spans.ts';

/** From `from_minute` to `to_minute` (exclusive) of a local day by the wall clock, 0–1440. */
export interface DayPart {
  readonly from_minute: number;
  readonly to_minute: number;
}

export interface ClosedPart extends DayPart {
  readonly reason: string;
}

export interface ClosedSpan extends Span {
  readonly reason: string;
}

/** Something known of local dates (YYYY-MM-DD): a Map, or a rule that is worked out when asked. */
export interface ByDate<T> {
  get(date: string): T | undefined;
}

/** A day has, in this order: its own hours (`working_days`), those of a make-up day, those of its weekday. */
export interface CalendarDefinition {
  readonly time_zone: string;
  /** Monday first; parts of a day sorted and disjoint. */
  readonly week: readonly (readonly DayPart[])[];
  /** Close what they name, but no day with hours of its own. */
  readonly holidays: ByDate<readonly ClosedPart[]>;
  /** Days off that are worked instead of others (調休). */
  readonly make_up_days: ByDate<readonly DayPart[]>;
  readonly working_days: ByDate<readonly DayPart[]>;
  /** Close whatever day it is. */
  readonly closures: ByDate<readonly ClosedPart[]>;
  /** Closed by the clock of the world, not by that on the wall; close whatever day it is. */
  readonly closed_spans: readonly ClosedSpan[];
}

export interface LocalDay {
  readonly hours: readonly DayPart[];
  readonly closed: readonly ClosedPart[];
}

export const day_ms = 86_400_000;
export const wholeDay = (reason: string): ClosedPart => ({ from_minute: 0, to_minute: 1440, reason });

/** Days since 1970-01-01 → YYYY-MM-DD. */
export const dateOf = (local_day: number): string => new Date(local_day * day_ms).toISOString().slice(0, 10);

/** YYYY-MM-DD → days since 1970-01-01. */
export const dayNumberOf = (date: string): number => Date.parse(date) / day_ms;

export const readLocalDay = (definition: CalendarDefinition, local_day: number): LocalDay => {
  const date = dateOf(local_day);
  const own = definition.working_days.get(date);
  // 1970-01-01, day 0, was a Thursday: 3 where Monday is 0.
  const usual = definition.week[(((local_day + 3) % 7) + 7) % 7] ?? [];
  const holidays = own ? [] : (definition.holidays.get(date) ?? []);
  return {
    hours: own ?? definition.make_up_days.get(date) ?? usual,
    closed: [...holidays, ...(definition.closures.get(date) ?? [])],
  };
};
