// The `calendars` part of the policy file → calendars by name, or faults.
import { createCalendar, type CalendarDefinition, type OpenInterval } from './calendar.ts';
import { readDate, readHours, readMoment } from './moment.ts';
import type { CalendarVersion } from './policy.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';
import { isTimeZone } from './zone.ts';

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Calendars by name. One with a fault is left out of the map, but its name stays known. */
export interface Calendars {
  readonly names: ReadonlySet<string>;
  readonly versions: ReadonlyMap<string, readonly CalendarVersion[]>;
}

export const readCalendars = (reader: YamlReader, spot: Spot): Calendars => {
  const entries = reader.entries(spot);
  const versions = new Map<string, readonly CalendarVersion[]>();
  for (const { key, value } of entries) {
    const list = reader.list(value).map((version) => readVersion(reader, version));
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

const readVersion = (reader: YamlReader, spot: Spot): CalendarVersion | undefined => {
  const fields = reader.fields(spot, ['effective_from', 'time_zone', 'hours'], ['holidays', 'working_days']);
  const effective_from = readEffectiveFrom(reader, fields.effective_from);
  const time_zone = fields.time_zone && reader.text(fields.time_zone);
  if (fields.time_zone && time_zone !== undefined && !isTimeZone(time_zone))
    reader.fault(fields.time_zone, `"${time_zone}" is not a time zone, such as Europe/Berlin`);
  const week = fields.hours && readWeek(reader, fields.hours);
  const holidays = fields.holidays ? readDates(reader, fields.holidays) : new Set<string>();
  const working_days = fields.working_days
    ? readWorkingDays(reader, fields.working_days)
    : new Map<string, never>();
  if (effective_from === undefined || !week || !time_zone || !isTimeZone(time_zone)) return undefined;
  const definition: CalendarDefinition = { time_zone, week, holidays, working_days };
  return { effective_from, calendar: createCalendar(definition) };
};

/** A time from which a version is in force. */
export const readEffectiveFrom = (reader: YamlReader, spot: Spot | undefined): number | undefined => {
  const text = spot && reader.text(spot);
  if (!spot || text === undefined) return undefined;
  return readMoment(text) ?? reader.fault(spot, `"${text}" is neither a date nor a time with a zone`);
};

const readWeek = (reader: YamlReader, spot: Spot): readonly (readonly OpenInterval[])[] | undefined => {
  const days = reader.fields(spot, [], weekdays);
  const week = weekdays.map((name) => {
    const day = days[name];
    return day ? readIntervals(reader, day) : [];
  });
  if (week.some((day) => day.length > 0)) return week;
  return reader.fault(spot, 'has no open hours: no clock would ever be due');
};

const readIntervals = (reader: YamlReader, spot: Spot): readonly OpenInterval[] => {
  const intervals = reader.list(spot).flatMap((item) => {
    const text = reader.text(item);
    const interval = text === undefined ? undefined : readHours(text);
    if (text !== undefined && !interval)
      reader.fault(item, `"${text}" is not hours of one day, such as 09:00-17:00`);
    return interval ?? [];
  });
  const sorted = intervals.sort((a, b) => a.from_minute - b.from_minute);
  if (sorted.some((interval, at) => at > 0 && interval.from_minute < (sorted[at - 1]?.to_minute ?? 0)))
    reader.fault(spot, 'has hours that overlap');
  return sorted;
};

const readDates = (reader: YamlReader, spot: Spot): ReadonlySet<string> => {
  const dates = reader.list(spot).flatMap((item) => dateOf(reader, item, reader.text(item)) ?? []);
  return new Set(dates);
};

const readWorkingDays = (reader: YamlReader, spot: Spot): ReadonlyMap<string, readonly OpenInterval[]> =>
  new Map(
    reader.entries(spot).flatMap(({ key, value }) => {
      const date = dateOf(reader, { ...value, path: spot.path }, key);
      return date ? [[date, readIntervals(reader, value)] as const] : [];
    }),
  );

const dateOf = (reader: YamlReader, spot: Spot, text: string | undefined): string | undefined =>
  text === undefined
    ? undefined
    : (readDate(text) ?? reader.fault(spot, `"${text}" is not a date that exists`));
