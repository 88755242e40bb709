// The `holidays` of a calendar: public holidays by rule, dates and spans of dates, iCalendar files.
import { isMap } from 'yaml';
import { wholeDay, type ByDate, type ClosedPart, type ClosedSpan } from './calendar-day.ts';
import { checkDatesMax, closeDates, readDatesAt, type ClosedDates } from './closures.ts';
import { readICalendar } from './icalendar.ts';
import { holidayTypes, publicHolidays, unknownIn } from './public-holidays.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';

/** The text of a file that the policy file names; undefined where there is none. Paths are relative to the policy file. */
export type ReadText = (path: string) => string | undefined;

export interface Holidays {
  readonly holidays: ByDate<readonly ClosedPart[]>;
  /** Timed events of iCalendar files. */
  readonly closed_spans: readonly ClosedSpan[];
  /** Countries whose holidays are followed by rule. */
  readonly countries: readonly string[];
}

type Source = Partial<Holidays>;

const readRule = (reader: YamlReader, spot: Spot): Source => {
  const fields = reader.fields(spot, ['country'], ['region', 'types']);
  const country = fields.country && reader.text(fields.country);
  const region = fields.region && reader.text(fields.region);
  const listed = fields.types && reader.list(fields.types);
  const types = listed?.flatMap((item) => reader.oneOf(item, holidayTypes) ?? []) ?? (['public'] as const);
  if (listed?.length === 0) reader.fault(spot, `needs a type: ${holidayTypes.join(', ')}`);
  if (country === undefined || (fields.region && region === undefined)) return {};
  const rule = { country, region, types };
  const unknown = unknownIn(rule);
  if (unknown) reader.fault(spot, unknown);
  return unknown ? {} : { holidays: publicHolidays(rule), countries: [country] };
};

const readFile = (reader: YamlReader, spot: Spot, time_zone: string, readText: ReadText): Source => {
  const fields = reader.fields(spot, ['ics'], ['transparent']);
  const path = fields.ics && reader.text(fields.ics);
  const closes_transparent =
    fields.transparent && reader.oneOf(fields.transparent, ['ignored', 'closed'] as const) === 'closed';
  if (!fields.ics || path === undefined) return {};
  const text = readText(path);
  if (text === undefined) {
    reader.fault(fields.ics, `"${path}" cannot be read; the path is relative to the policy file`);
    return {};
  }
  const { days, closed_spans, faults } = readICalendar(text, time_zone, closes_transparent ?? false);
  for (const fault of faults) reader.fault(fields.ics, `"${path}": ${fault}`);
  return { holidays: days, closed_spans };
};

export const readHolidays = (
  reader: YamlReader,
  spot: Spot,
  time_zone: string,
  readText: ReadText,
): Holidays => {
  const listed: ClosedDates = new Map();
  const sources = reader.list(spot).map((item): Source => {
    if (isMap(item.node) && item.node.has('country')) return readRule(reader, item);
    if (isMap(item.node) && item.node.has('ics')) return readFile(reader, item, time_zone, readText);
    const fields = isMap(item.node) ? reader.fields(item, ['date'], ['name']) : { date: item };
    const name = ('name' in fields && fields.name && reader.text(fields.name)) || 'holiday';
    if (fields.date) closeDates(listed, readDatesAt(reader, fields.date), wholeDay(name));
    return {};
  });
  checkDatesMax(reader, spot, listed);
  const all = [listed, ...sources.flatMap(({ holidays }) => holidays ?? [])];
  return {
    holidays: { get: (date) => all.flatMap((source) => source.get(date) ?? []) },
    closed_spans: sources.flatMap((source) => source.closed_spans ?? []),
    countries: sources.flatMap(({ countries }) => countries ?? []),
  };
};
