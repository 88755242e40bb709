// An iCalendar text (RFC 5545) → the days and spans of time its events close, or faults by event.
import ICAL from 'ical.js';
import { wholeDay, type ClosedPart, type ClosedSpan } from './calendar-day.ts';
import { closeDates, type ClosedDates } from './closures.ts';
import { takenBy } from './icalendar-event.ts';
import { placeOf, timeOf } from './icalendar-time.ts';

export interface ImportedEvents {
  /** Whole days, by local date. */
  readonly days: ReadonlyMap<string, readonly ClosedPart[]>;
  readonly closed_spans: readonly ClosedSpan[];
  readonly faults: readonly string[];
}

const characters_max = 4_000_000;
/** Dates and spans of time that one file may close. */
const closed_max = 50_000;

const textOf = (event: ICAL.Component, name: string): string =>
  String(event.getFirstPropertyValue(name) ?? '');

/** The events of every VCALENDAR of the text. */
const readEvents = (text: string): readonly ICAL.Component[] => {
  const parsed = ICAL.parse(text) as unknown[];
  const calendars = typeof parsed[0] === 'string' ? [parsed] : (parsed as unknown[][]);
  return calendars.flatMap((calendar) => new ICAL.Component(calendar).getAllSubcomponents('vevent'));
};

const isMarked = (event: ICAL.Component, name: string, value: string): boolean =>
  textOf(event, name).toUpperCase() === value;

/** The result of `read`, or why not: the library throws. */
const attempt = <T>(read: () => T): { readonly value: T } | { readonly fault: string } => {
  try {
    return { value: read() };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
};

const nameOf = (event: ICAL.Component): string => textOf(event, 'summary') || textOf(event, 'uid');

/** Starts of the instances that stand in the file as events of their own, by UID of the series. */
const movedInstances = (
  events: readonly ICAL.Component[],
  calendar_zone: string,
  faults: string[],
): ReadonlyMap<string, ReadonlySet<number>> => {
  const moved = new Map<string, Set<number>>();
  for (const event of events) {
    const property = event.getFirstProperty('recurrence-id');
    if (!property) continue;
    const place = attempt(() => placeOf(property, calendar_zone)(timeOf(property)));
    if ('fault' in place) faults.push(`event "${nameOf(event)}" ${place.fault}`);
    else moved.set(textOf(event, 'uid'), (moved.get(textOf(event, 'uid')) ?? new Set()).add(place.value));
  }
  return moved;
};

/**
 * Cancelled events close nothing, nor do transparent ones ("free" in a calendar program) unless `closes_transparent`: feeds of public holidays
 * are often transparent throughout, so a file in which nothing else is left is a fault. Times without a zone are the calendar's.
 */
export const readICalendar = (
  text: string,
  calendar_zone: string,
  closes_transparent: boolean,
): ImportedEvents => {
  const days: ClosedDates = new Map();
  const closed_spans: ClosedSpan[] = [];
  const faults: string[] = [];
  if (text.length > characters_max) faults.push(`is longer than ${characters_max} characters`);
  const file = attempt(() => (faults.length > 0 ? [] : readEvents(text)));
  if ('fault' in file) return { days, closed_spans, faults: [`is not iCalendar: ${file.fault}`] };
  const moved = movedInstances(file.value, calendar_zone, faults);
  const planned = file.value.filter((event) => !isMarked(event, 'status', 'CANCELLED'));
  const closing = planned.filter((event) => closes_transparent || !isMarked(event, 'transp', 'TRANSPARENT'));
  if (planned.length > 0 && closing.length === 0)
    faults.push('has only transparent events, which close nothing; write transparent: closed if they should');
  let closed = 0;
  for (const event of closing) {
    const own_moved = event.hasProperty('recurrence-id') ? undefined : moved.get(textOf(event, 'uid'));
    const taken = attempt(() => takenBy(event, calendar_zone, own_moved ?? new Set()));
    if ('fault' in taken) {
      faults.push(`event "${nameOf(event)}" ${taken.fault}`);
      continue;
    }
    const { dates, spans } = taken.value;
    const reason = textOf(event, 'summary') || 'event';
    closeDates(days, dates, wholeDay(reason));
    closed_spans.push(...spans.map((span) => ({ ...span, reason })));
    closed += dates.length + spans.length;
    if (closed <= closed_max) continue;
    faults.push(`closes more than ${closed_max} dates and spans`);
    break;
  }
  return { days, closed_spans, faults };
};
