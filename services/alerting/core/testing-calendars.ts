// For tests of calendars: random calendars as plain data, and the texts of the policy file and of an iCalendar file that say the same.
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';

export type Hours = readonly (readonly [from_minute: number, to_minute: number])[];

/** A weekly event of an iCalendar file; `zone` none: by the calendar's wall. */
export interface TimedEvent {
  readonly zone: string | undefined;
  /** "2026-03-29T01:30:00" */
  readonly wall: string;
  readonly minutes: number;
  readonly times: number;
}

export interface CalendarModel {
  readonly zone: string;
  readonly week: readonly Hours[];
  readonly holidays: readonly string[];
  /** First and last date of a listed span, and of an all-day event. */
  readonly span: readonly [string, string];
  readonly all_day: readonly [string, string];
  readonly country: 'DE' | 'CN' | undefined;
  readonly working_days: ReadonlyMap<string, Hours>;
  readonly closures: readonly (readonly [date: string, hours: readonly [number, number] | undefined])[];
  readonly events: readonly TimedEvent[];
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const clockText = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
const hoursText = (hours: Hours): string =>
  `[${hours.map(([from, to]) => `${clockText(from)}-${clockText(to)}`).join(', ')}]`;
const compact = (text: string): string => text.replaceAll(/[-:]/g, '');
const nextDay = (date: string): string => Temporal.PlainDate.from(date).add({ days: 1 }).toString();

/** The `calendars` of a policy file with one calendar, `random`; its events are in events.ics. */
export const yamlOf = (model: CalendarModel): string => `
random:
  - effective_from: 2000-01-01
    time_zone: ${model.zone}
    hours: { ${model.week.map((hours, day) => `${weekdays[day]}: ${hoursText(hours)}`).join(', ')} }
    holidays:
      - { date: ${model.span.join('..')}, name: span }
      - { ics: events.ics }
${model.country ? `      - { country: ${model.country} }\n` : ''}${model.holidays.map((date) => `      - ${date}\n`).join('')}
    working_days: { ${[...model.working_days].map(([date, hours]) => `${date}: ${hoursText(hours)}`).join(', ')} }
    closures: [${model.closures.map(([date, hours]) => `{ date: ${date}${hours ? ` ${hoursText([hours]).slice(1, -1)}` : ''}, reason: closed }`).join(', ')}]
`;

export const icsOf = ({ all_day: [first, last], events }: CalendarModel): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    'UID:days',
    `DTSTART;VALUE=DATE:${compact(first)}`,
    `DTEND;VALUE=DATE:${compact(nextDay(last))}`,
    'END:VEVENT',
    ...events.flatMap(({ zone, wall, minutes, times }, at) => [
      'BEGIN:VEVENT',
      `UID:${at}`,
      `DTSTART${zone && zone !== 'UTC' ? `;TZID=${zone}` : ''}:${compact(wall)}${zone === 'UTC' ? 'Z' : ''}`,
      `DURATION:PT${minutes}M`,
      `RRULE:FREQ=WEEKLY;COUNT=${times}`,
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ].join('\r\n');

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Shanghai',
  'Asia/Kolkata',
  'Africa/Casablanca',
  'Pacific/Apia',
  'UTC',
];
/** Days around changes of the clocks, the date that Apia skipped, holidays and make-up days. */
const special_dates = [
  '1996-03-31',
  '2006-11-05',
  '2011-12-29',
  '2011-12-31',
  '2017-10-31',
  '2018-11-04',
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-10-25',
  '2026-11-01',
];
const china_dates = ['2025-01-26', '2025-02-04', '2025-09-28', '2025-10-08', '2026-02-14', '2026-10-10'];
const near = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();

const hours: fc.Arbitrary<Hours> = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 1, maxLength: 6 })
  .map((edges) => {
    const sorted = edges.toSorted((a, b) => a - b);
    return Array.from({ length: Math.floor(sorted.length / 2) }, (_, pair) => [
      sorted[2 * pair] ?? 0,
      sorted[2 * pair + 1] ?? 0,
    ]);
  });
const span = (from: string): fc.Arbitrary<readonly [string, string]> =>
  fc
    .tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 0, max: 1 }))
    .map(([days, more]) => [near(from, days), near(from, days + more)] as const);

/** A day, years apart from the next, and a calendar with most of its rules about the days around it. */
export const modelsNearDays: fc.Arbitrary<{ readonly day: string; readonly model: CalendarModel }> = fc
  .constantFrom('DE' as const, 'CN' as const, undefined, undefined, undefined)
  .chain((country) => {
    const any = fc.integer({ min: 0, max: 40 * 365 }).map((days) => near('1996-01-02', days));
    const day =
      country === 'CN' ? fc.constantFrom(...china_dates) : fc.oneof(fc.constantFrom(...special_dates), any);
    return day.chain((date) => {
      const close = fc.integer({ min: -1, max: 1 }).map((days) => near(date, days));
      const minute = fc.integer({ min: 0, max: 1439 });
      const part = fc.option(
        hours.filter((list) => list.length > 0).map((list) => list[0]),
        { nil: undefined },
      );
      const event = fc.record({
        zone: fc.constantFrom(...zones, undefined),
        wall: fc.tuple(close, minute).map(([on, at]) => `${near(on, -7)}T${clockText(at)}:00`),
        minutes: fc.integer({ min: 0, max: 900 }),
        times: fc.integer({ min: 1, max: 3 }),
      });
      const model = fc.record({
        zone: fc.constantFrom(...zones),
        week: fc
          .array(hours, { minLength: 7, maxLength: 7 })
          .filter((week) => week.some((one) => one.length > 0)),
        holidays: fc.uniqueArray(close, { maxLength: 1 }),
        span: span(date),
        all_day: span(date),
        country: fc.constant(country),
        working_days: fc.array(fc.tuple(close, hours), { maxLength: 2 }).map((list) => new Map(list)),
        closures: fc.array(fc.tuple(close, part), { maxLength: 1 }),
        events: fc.array(event, { maxLength: 2 }),
      });
      return fc.record({ day: fc.constant(date), model });
    });
  });
