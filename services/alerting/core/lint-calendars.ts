// Calendars that nobody uses, that never come into force, or whose holidays run out.
import { isMap } from 'yaml';
import { readDates, readMoment } from './moment.ts';
import { makeUpDaysKnownUntil } from './make-up-days.ts';
import { readICalendar } from './icalendar.ts';
import type { ReadText } from './holidays.ts';
import type { Finding } from './lint-finding.ts';
import type { PlacedCalendar, PlacedCalendarVersion, PlacedFile, PlacedVersion } from './lint-lines.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';

const year_ms = 365 * 86_400_000;

export const calendarFindings = (
  { reader, calendars, policies }: PlacedFile,
  now: number,
  readText: ReadText,
): readonly Finding[] => {
  const versions = policies.flat();
  const by_team = versions.some(({ calendar_name }) => calendar_name === undefined);
  return calendars.flatMap((calendar) => {
    const users = versions.filter(({ calendar_name }) => calendar_name === calendar.name);
    if (users.length === 0 && !by_team) return [unused(calendar)];
    return [
      ...(by_team ? [] : neverInForce(reader, calendar, users)),
      ...holidayFindings(reader, calendar, now, readText),
    ];
  });
};

const unused = ({ name, line }: PlacedCalendar): Finding => ({
  severity: 'warning',
  rule: 'unused_calendar',
  line,
  text: `no policy counts in the calendar ${name}`,
  to_do: 'name it as calendar of a policy version, or remove it',
});

/** A version that was replaced before any policy counted in it. */
const neverInForce = (
  reader: YamlReader,
  { name, versions }: PlacedCalendar,
  users: readonly PlacedVersion[],
): readonly Finding[] => {
  const from = versions.map(({ effective_from }) => momentOf(reader, effective_from));
  return versions.flatMap(({ line }, at) => {
    // The first is in force for everything before it as well.
    const begins = at === 0 ? -Infinity : (from[at] ?? -Infinity);
    const ends = from[at + 1] ?? Infinity;
    if (users.some(({ version, until }) => version.effective_from < ends && begins < until)) return [];
    return {
      severity: 'warning',
      rule: 'never_in_force',
      line,
      text: `this version of the calendar ${name} judges no clock: no policy counts in it while it is in force`,
      to_do: 'correct its effective_from, or remove it',
    };
  });
};

const momentOf = (reader: YamlReader, spot: Spot | undefined): number | undefined =>
  spot && readMoment(reader.text(spot) ?? '');

/** Of the version that stays in force: the last day that something closes it must be a year ahead. */
const holidayFindings = (
  reader: YamlReader,
  { name, versions }: PlacedCalendar,
  now: number,
  readText: ReadText,
): readonly Finding[] => {
  const last = versions.at(-1);
  if (!last) return [];
  const sources = last.holidays ? reader.list(last.holidays) : [];
  const ends = sources.map((source) => endOf(reader, source, last, readText));
  const line = last.holidays?.line ?? last.line;
  if (ends.length === 0) return closesOnSomeWeekday(reader, last) ? [noHolidays(name, line)] : [];
  const end = Math.max(...ends.map(({ holidays }) => holidays));
  const findings: Finding[] = [];
  if (end < now + year_ms) findings.push(holidaysEnd(name, line, end));
  for (const { make_up_days } of ends)
    if (make_up_days < now + year_ms) findings.push(makeUpDaysEnd(name, line, make_up_days));
  return findings;
};

interface SourceEnd {
  /** Last instant known of, UTC milliseconds; Infinity for a rule. */
  readonly holidays: number;
  readonly make_up_days: number;
}

const endOf = (
  reader: YamlReader,
  source: Spot,
  { time_zone }: PlacedCalendarVersion,
  readText: ReadText,
): SourceEnd => {
  const fields = new Map(
    isMap(source.node) ? reader.entries(source).map(({ key, value }) => [key, value]) : [],
  );
  const text = (name: string): string | undefined => {
    const spot = fields.get(name);
    return spot && reader.text(spot);
  };
  const country = text('country');
  if (country !== undefined) {
    const year = makeUpDaysKnownUntil(country);
    return { holidays: Infinity, make_up_days: year === undefined ? Infinity : Date.UTC(year, 11, 31) };
  }
  const ics = text('ics');
  if (ics !== undefined) {
    const zone = (time_zone && reader.text(time_zone)) ?? 'UTC';
    const { days, closed_spans } = readICalendar(readText(ics) ?? '', zone, text('transparent') === 'closed');
    const ends = [
      ...[...days.keys()].map((date) => Date.parse(date)),
      ...closed_spans.map((one) => one.to_ms),
    ];
    return { holidays: latest(ends), make_up_days: Infinity };
  }
  const dates = readDates(text('date') ?? (isMap(source.node) ? '' : (reader.text(source) ?? ''))) ?? [];
  return { holidays: latest(dates.map((date) => Date.parse(date))), make_up_days: Infinity };
};

/** Not by spreading: there may be tens of thousands. */
const latest = (times: readonly number[]): number =>
  times.reduce((last, at) => Math.max(last, at), -Infinity);

const closesOnSomeWeekday = (reader: YamlReader, { hours }: PlacedCalendarVersion): boolean =>
  !hours || reader.entries(hours).filter(({ value }) => reader.list(value).length > 0).length < 7;

const noHolidays = (name: string, line: number): Finding => ({
  severity: 'note',
  rule: 'no_holidays',
  line,
  text: `the calendar ${name} knows no holidays: clocks run on through all of them`,
  to_do: 'list them under holidays, by country or by date, if the office closes',
});

const holidaysEnd = (name: string, line: number, end: number): Finding => ({
  severity: 'warning',
  rule: 'holidays_end',
  line,
  text: `the holidays of the calendar ${name} end on ${dateText(end)}, less than a year ahead`,
  to_do: 'list those of the next year, or follow a country by rule',
});

const makeUpDaysEnd = (name: string, line: number, end: number): Finding => ({
  severity: 'warning',
  rule: 'holidays_end',
  line,
  text: `the make-up days of the calendar ${name} are known until ${dateText(end)} only; later weekends count as closed`,
  to_do: 'once the next year is announced, list its make-up days under working_days, or update Revloop',
});

const dateText = (at_ms: number): string =>
  at_ms > -Infinity ? new Date(at_ms).toISOString().slice(0, 10) : 'no day';
