// When an iCalendar event takes place: its start, RRULE and RDATE, without EXDATE, as far as the horizon.
import ICAL from 'ical.js';
import { dateOf, dayNumberOf } from './calendar-day.ts';
import { daysOfRule } from './icalendar-rule.ts';
import { dateText, placeOf, timeOf, timesOf, type Place, type Wall } from './icalendar-time.ts';

/** Events that begin later close nothing. */
export const horizon_year = 2060;
/** Of one event; every day of 54 years. */
const occurrences_max = 20_000;

/** Starts by what `Place` gives, with the date on the event's own wall. */
type Starts = Map<number, string>;

const add = (starts: Starts, wall: Wall, place: Place): void => {
  if (wall.year <= horizon_year) starts.set(place(wall), dateText(wall));
  if (starts.size > occurrences_max)
    throw new Error(`takes place more than ${occurrences_max} times until the end of ${horizon_year}`);
};

/** The last instant at which a rule's occurrence may begin. */
const untilMs = ({ until }: ICAL.Recur, start: ICAL.Time, place: Place): number => {
  if (!until) return Infinity;
  if (!start.isDate && until.zone === ICAL.Timezone.utcTimezone) return until.toUnixTime() * 1_000;
  const { year, month, day } = until;
  return place(
    !start.isDate && until.isDate ? { year, month, day, hour: 23, minute: 59, second: 59 } : until,
  );
};

const follow = (starts: Starts, rule: ICAL.Recur, start: ICAL.Time, place: Place): void => {
  const until_ms = untilMs(rule, start, place);
  const { hour, minute, second } = start;
  for (const day_number of daysOfRule(
    rule,
    dayNumberOf(dateText(start)),
    dayNumberOf(`${horizon_year}-12-31`),
  )) {
    const [year = 0, month = 0, day = 0] = dateOf(day_number).split('-').map(Number);
    const wall = { year, month, day, hour, minute, second };
    // Occurrences are days on the wall, and end by the clock of the world.
    if (place(wall) > until_ms) return;
    add(starts, wall, place);
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
