// Times of an iCalendar event (RFC 5545) → numbers. Faults are thrown as Errors, as the library does; icalendar.ts catches them by event.
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { isTimeZone } from './zone.ts';

/** What a wall clock and the calendar beside it show; the library's times are such. */
export type Wall = Pick<ICAL.Time, 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'>;

/** A wall-clock time → UTC milliseconds; for events of whole days, midnight UTC of the date. */
export type Place = (wall: Wall) => number;

export const dateText = ({ year, month, day }: Wall): string =>
  [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');

const asUtc: Place = ({ year, month, day, hour, minute, second }) =>
  Date.UTC(year, month - 1, day, hour, minute, second);

const onWallOf =
  (time_zone: string): Place =>
  ({ year, month, day, hour, minute, second }) =>
    Temporal.ZonedDateTime.from({ timeZone: time_zone, year, month, day, hour, minute, second })
      .epochMilliseconds;

/** The times a property holds. The library rolls a day that does not exist over into the next month: here it is refused. */
export const timesOf = (property: ICAL.Property): readonly ICAL.Time[] =>
  property.getValues().map((value: unknown, at) => {
    const text = String(property.jCal[3 + at]);
    if (!(value instanceof ICAL.Time)) throw new Error(`${property.name} "${text}" is not supported`);
    if (value.toString() !== text) throw new Error(`${property.name} "${text}" does not exist`);
    return value;
  });

/** The one time of a property. */
export const timeOf = (property: ICAL.Property): ICAL.Time => {
  const [time] = timesOf(property);
  if (!time) throw new Error(`${property.name} has no time`);
  return time;
};

/** How the wall clock of a property's times is read: in UTC, in the zone it names (rules of the zone data before those of the file), or on the calendar's own wall. */
export const placeOf = (property: ICAL.Property, calendar_zone: string): Place => {
  const { isDate, zone } = timeOf(property);
  if (isDate) return ({ year, month, day }) => Date.UTC(year, month - 1, day);
  if (zone === ICAL.Timezone.utcTimezone) return asUtc;
  const name = property.getFirstParameter('tzid') as string | undefined;
  if (!name) return onWallOf(calendar_zone);
  if (isTimeZone(name)) return onWallOf(name);
  if (zone.tzid !== name) throw new Error(`time zone "${name}" is neither known nor described in the file`);
  return ({ year, month, day, hour, minute, second }) =>
    new ICAL.Time({ year, month, day, hour, minute, second, isDate: false }, zone).toUnixTime() * 1_000;
};
