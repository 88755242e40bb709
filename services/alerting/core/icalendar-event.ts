// One iCalendar event: what days or spans of time it takes. Faults are thrown as Errors; icalendar.ts catches them by event.
import ICAL from 'ical.js';
import { dateOf, day_ms } from './calendar-day.ts';
import { startsOf } from './icalendar-recurrence.ts';
import { placeOf, timeOf } from './icalendar-time.ts';
import type { Span } from './spans.ts';

/** Whole local dates, or spans by the clock of the world: one of the two is empty. */
export interface Taken {
  readonly dates: readonly string[];
  readonly spans: readonly Span[];
}

const event_days_max = 366;
/** Of one event, days counted once per occurrence: every day of 54 years. */
const days_max = 20_000;

/** How long the event lasts, ms. Whole days are 24 hours each here. */
const lengthMs = (event: ICAL.Component, start_property: ICAL.Property, calendar_zone: string): number => {
  const start = timeOf(start_property);
  const end_property = event.getFirstProperty('dtend');
  const duration = event.getFirstPropertyValue('duration');
  let length_ms = 0;
  if (end_property) {
    const end = timeOf(end_property);
    if (end.isDate !== start.isDate)
      throw new Error('begins with a date and ends with a time, or the other way');
    length_ms = placeOf(end_property, calendar_zone)(end) - placeOf(start_property, calendar_zone)(start);
  } else if (duration instanceof ICAL.Duration) length_ms = duration.toSeconds() * 1_000;
  if (length_ms < 0) throw new Error('ends before it begins');
  if (length_ms > event_days_max * day_ms) throw new Error(`lasts more than ${event_days_max} days`);
  // An event of whole days without an end, or with its start for an end, takes one; another takes no time.
  return start.isDate ? Math.max(day_ms, length_ms) : length_ms;
};

/** `moved`: starts (see `Place`) of instances that stand in the file as events of their own. */
export const takenBy = (event: ICAL.Component, calendar_zone: string, moved: ReadonlySet<number>): Taken => {
  const property = event.getFirstProperty('dtstart');
  if (!property) throw new Error('has no DTSTART');
  if (event.getFirstProperty('recurrence-id')?.getFirstParameter('range'))
    throw new Error('changes all future instances, which is not supported: end the series, begin another');
  const length_ms = lengthMs(event, property, calendar_zone);
  const starts = startsOf(event, property, calendar_zone, moved);
  const days = Math.ceil(length_ms / day_ms);
  if (days * starts.length > days_max) throw new Error(`takes more than ${days_max} days`);
  if (!timeOf(property).isDate) {
    const spans = starts.map((from_ms) => ({ from_ms, to_ms: from_ms + length_ms }));
    return { dates: [], spans: length_ms === 0 ? [] : spans };
  }
  const dates = starts.flatMap((from_ms) =>
    Array.from({ length: days }, (_, day) => dateOf(from_ms / day_ms + day)),
  );
  return { dates, spans: [] };
};
