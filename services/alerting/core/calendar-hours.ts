// Weekly hours, and days with hours of their own, as the policy file says them.
import type { DayPart } from './calendar-day.ts';
import { readDate, readHours } from './moment.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

export type Week = readonly (readonly DayPart[])[];

/** Monday first. A week that never opens is a fault. */
export const readWeek = (reader: YamlReader, spot: Spot): Week | undefined => {
  const days = reader.fields(spot, [], weekdays);
  const week = weekdays.map((name) => {
    const day = days[name];
    return day ? readDayParts(reader, day) : [];
  });
  if (week.some((day) => day.length > 0)) return week;
  return reader.fault(spot, 'has no open hours: no clock would ever be due');
};

/** A holiday closes a date, so hours say which date they belong to. */
const over_midnight =
  'hours over midnight are written on both days, such as 22:00-24:00 on the first and 00:00-06:00 on the next';

const readDayParts = (reader: YamlReader, spot: Spot): readonly DayPart[] => {
  const parts = reader.list(spot).flatMap((item) => {
    const text = reader.text(item);
    const part = text === undefined ? undefined : readHours(text);
    if (text !== undefined && !part)
      reader.fault(item, `"${text}" is not hours of one day, such as 09:00-17:00; ${over_midnight}`);
    return part ?? [];
  });
  const sorted = parts.sort((a, b) => a.from_minute - b.from_minute);
  if (sorted.some((part, at) => at > 0 && part.from_minute < (sorted[at - 1]?.to_minute ?? 0)))
    reader.fault(spot, 'has hours that overlap');
  return sorted;
};

/** Dates with hours of their own. */
export const readWorkingDays = (reader: YamlReader, spot: Spot): ReadonlyMap<string, readonly DayPart[]> =>
  new Map(
    reader.entries(spot).flatMap(({ key, value }) => {
      const date = readDate(key);
      if (!date) reader.fault({ ...value, path: spot.path }, `"${key}" is not a date that exists`);
      return date ? [[date, readDayParts(reader, value)] as const] : [];
    }),
  );
