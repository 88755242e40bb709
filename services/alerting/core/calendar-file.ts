// The `calendars` part of the policy file → calendars by name, or faults.
import type { CalendarDefinition } from './calendar-day.ts';
import { readWeek, readWorkingDays, weekdays, type Week } from './calendar-hours.ts';
import { createCalendar } from './calendar.ts';
import { readClosures } from './closures.ts';
import { readHolidays, type Holidays, type ReadText } from './holidays.ts';
import { chinaMakeUpDays, makeUpDaysKnownUntil } from './make-up-days.ts';
import { readMoment } from './moment.ts';
import type { CalendarVersion } from './policy.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';
import { isTimeZone } from './zone.ts';

/** Calendars by name. One with a fault is left out of the map, but its name stays known. */
export interface Calendars {
  readonly names: ReadonlySet<string>;
  readonly versions: ReadonlyMap<string, readonly CalendarVersion[]>;
}

/** `readText` gives the text of a file named in the policies (paths relative to the policy file). */
export const readCalendars = (reader: YamlReader, spot: Spot, readText: ReadText): Calendars => {
  const entries = reader.entries(spot);
  const versions = new Map<string, readonly CalendarVersion[]>();
  for (const { key, value } of entries) {
    const list = reader.list(value).map((version) => readVersion(reader, version, readText));
    const good = list.filter((version) => version !== undefined);
    if (list.length === 0) reader.fault(value, 'needs a version');
    good.forEach((version, at) => {
      if (at > 0 && version.effective_from <= (good[at - 1]?.effective_from ?? 0))
        reader.fault(value, 'versions must be in force one after the other: effective_from must rise');
    });
    if (good.length > 0 && good.length === list.length) versions.set(key, good);
  }
  return { names: new Set(entries.map(({ key }) => key)), versions };
};

const no_holidays: Holidays = { holidays: new Map<string, never>(), closed_spans: [], countries: [] };

const readVersion = (reader: YamlReader, spot: Spot, readText: ReadText): CalendarVersion | undefined => {
  const fields = reader.fields(
    spot,
    ['effective_from', 'time_zone', 'hours'],
    ['holidays', 'make_up_hours_of', 'working_days', 'closures'],
  );
  const effective_from = readEffectiveFrom(reader, fields.effective_from);
  const time_zone = readTimeZone(reader, fields.time_zone);
  const week = fields.hours && readWeek(reader, fields.hours);
  const read = fields.holidays && readHolidays(reader, fields.holidays, time_zone ?? 'UTC', readText);
  const { holidays, closed_spans, countries } = read ?? no_holidays;
  const country = countries.find((name) => makeUpDaysKnownUntil(name) !== undefined);
  const make_up_days = readMakeUpDays(reader, fields.make_up_hours_of, week, country);
  const working_days = fields.working_days
    ? readWorkingDays(reader, fields.working_days)
    : new Map<string, never>();
  const closures = fields.closures ? readClosures(reader, fields.closures) : new Map<string, never>();
  if (effective_from === undefined || !week || time_zone === undefined) return undefined;
  const definition = { time_zone, week, holidays, make_up_days, working_days, closures, closed_spans };
  return { effective_from, calendar: createCalendar(definition) };
};

/** A time from which a version is in force. */
export const readEffectiveFrom = (reader: YamlReader, spot: Spot | undefined): number | undefined => {
  const text = spot && reader.text(spot);
  if (!spot || text === undefined) return undefined;
  return readMoment(text) ?? reader.fault(spot, `"${text}" is neither a date nor a time with a zone`);
};

const readTimeZone = (reader: YamlReader, spot: Spot | undefined): string | undefined => {
  const text = spot && reader.text(spot);
  if (!spot || text === undefined || isTimeZone(text)) return text;
  return reader.fault(spot, `"${text}" is not a time zone, such as Europe/Berlin`);
};

/** Make-up days have the hours of one weekday: the one named, or the first that opens. */
const readMakeUpDays = (
  reader: YamlReader,
  spot: Spot | undefined,
  week: Week | undefined,
  country: string | undefined,
): CalendarDefinition['make_up_days'] => {
  const name = spot && reader.oneOf(spot, weekdays);
  const hours = name ? week?.[weekdays.indexOf(name)] : week?.find((day) => day.length > 0);
  if (spot && country === undefined)
    reader.fault(spot, 'says nothing: no country among the holidays has make-up days (CN has)');
  if (spot && name && hours?.length === 0) reader.fault(spot, `names ${name}, which has no hours`);
  return country === undefined || !hours ? new Map<string, never>() : chinaMakeUpDays(hours);
};
