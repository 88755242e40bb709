// When an iCalendar event takes place: its start, RRULE and RDATE, without EXDATE, as far as the horizon.
import ICAL from 'ical.js';
import { dateText, placeOf, timeOf, timesOf, type Place } from './icalendar-time.ts';

/** Events that begin later close nothing. */
export const horizon_year = 2060;
/** Of one event; every day of 54 years. */
const occurrences_max = 20_000;

/** Starts by what `Place` gives, with the date on the event's own wall. */
type Starts = Map<number, string>;

const add = (starts: Starts, wall: ICAL.Time, place: Place): void => {
  if (wall.year <= horizon_year) starts.set(place(wall), dateText(wall));
  if (starts.size > occurrences_max)
    throw new Error(`takes place more than ${occurrences_max} times until the end of ${horizon_year}`);
};

/** The last instant at which a rule's occurrence may begin. */
const untilMs = ({ until }: ICAL.Recur, start: ICAL.Time, place: Place): number => {
  if (!until) return Infinity;
  if (!start.isDate && until.zone === ICAL.Timezone.utcTimezone) return until.toUnixTime() * 1_000;
  const last = until.clone();
  if (!start.isDate && until.isDate) {
    last.isDate = false;
    last.resetTo(until.year, until.month, until.day, 23, 59, 59, ICAL.Timezone.localTimezone);
  }
  return place(last);
};

/**
 * Whether the rule means this day: the library turns 29 February into 1 March in other years, and 30 February into 2 March, where RFC 5545
 * says that days which don't exist are left out.
 */
const isMeant = ({ freq, parts }: ICAL.Recur, start: ICAL.Time, wall: ICAL.Time): boolean => {
  const says_days = parts.BYDAY ?? parts.BYYEARDAY ?? parts.BYWEEKNO;
  const day_of_start = !says_days && (freq === 'YEARLY' || freq === 'MONTHLY') ? [start.day] : undefined;
  const month_of_start = !says_days && freq === 'YEARLY' && !parts.BYMONTHDAY ? [start.month] : undefined;
  const months = parts.BYMONTH ?? month_of_start;
  const days = parts.BYMONTHDAY ?? day_of_start;
  const from_end = wall.day - ICAL.Time.daysInMonth(wall.month, wall.year) - 1;
  return (
    (!months || months.includes(wall.month)) && (!days || days.includes(wall.day) || days.includes(from_end))
  );
};

const follow = (starts: Starts, rule: ICAL.Recur, start: ICAL.Time, place: Place): void => {
  const until_ms = untilMs(rule, start, place);
  // Occurrences are found on the wall and compared as instants here: the library compares walls of zones it does not know as if they were UTC.
  const unbounded = rule.clone();
  unbounded.until = null;
  const from = start.clone();
  if (!from.isDate) from.zone = ICAL.Timezone.localTimezone;
  const walls = unbounded.iterator(from);
  let tries = 0;
  for (let wall = walls.next() as ICAL.Time | null; wall; wall = walls.next() as ICAL.Time | null) {
    if (wall.year > horizon_year || place(wall) > until_ms) return;
    if (isMeant(rule, start, wall)) add(starts, wall, place);
    if ((tries += 1) > occurrences_max) throw new Error(`recurs more than ${occurrences_max} times`);
  }
};

/** When the event begins, each time (see `Place`), in order. `moved`: instances that the file tells apart. */
export const startsOf = (
  event: ICAL.Component,
  start_property: ICAL.Property,
  calendar_zone: string,
  moved: ReadonlySet<number>,
): readonly number[] => {
  if (event.hasProperty('exrule')) throw new Error('has an EXRULE, which is not supported: use EXDATE');
  const start = timeOf(start_property);
  const place = placeOf(start_property, calendar_zone);
  const starts: Starts = new Map();
  add(starts, start, place);
  for (const property of event.getAllProperties('rrule'))
    follow(starts, property.getFirstValue() as ICAL.Recur, start, place);
  // Of whole days only the date counts, however an RDATE or EXDATE is written.
  const placeIn = (property: ICAL.Property): Place =>
    start.isDate ? place : placeOf(property, calendar_zone);
  for (const property of event.getAllProperties('rdate'))
    for (const time of timesOf(property)) add(starts, time, placeIn(property));
  for (const property of event.getAllProperties('exdate'))
    for (const time of timesOf(property)) {
      if (start.isDate || !time.isDate) starts.delete(placeIn(property)(time));
      else for (const [at_ms, date] of starts) if (date === dateText(time)) starts.delete(at_ms);
    }
  return [...starts.keys()].filter((at_ms) => !moved.has(at_ms)).sort((a, b) => a - b);
};
