import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Temporal } from 'temporal-polyfill';
import { readCalendars } from './calendar-file.ts';
import type { Calendar } from './calendar.ts';
import { makeUpDaysKnownUntil } from './make-up-days.ts';
import { YamlReader } from './yaml-reader.ts';

const text = readFileSync(new URL('../../../docs/calendars.md', import.meta.url), 'utf8');
const office = readFileSync(new URL('../testdata/office.ics', import.meta.url), 'utf8');
/** Each example with the table below it. */
const examples = [...text.matchAll(/```yaml\n([^]*?)```\n((?:\|.*\n)+)/g)].map(
  ([, yaml = '', table = '']) => {
    const reader = new YamlReader(yaml);
    const { calendars } = reader.fields(reader.root, ['calendars'], []);
    const { versions } = readCalendars(reader, calendars!, (path) =>
      path === 'office.ics' ? office : undefined,
    );
    const [name, list] = [...versions][0] ?? [];
    const rows = table.trim().split('\n').slice(2);
    const zone = /time_zone: (\S+)/.exec(yaml)?.[1] ?? '';
    return { name, calendar: list?.[0]?.calendar, faults: reader.faults, rows, zone };
  },
);
const rowOf = (calendar: Calendar, zone: string, date: string): string => {
  const clock = (ms: number): string =>
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5);
  const { open, closed_by } = calendar.dayAt(date);
  const spans = open.map(({ from_ms, to_ms }) => `${clock(from_ms)}-${clock(to_ms)}`).join(' ');
  return `| ${[date, spans, closed_by.join(', ')].join(' | ')} |`.replaceAll(/ +/g, ' ');
};

test('the guide has three examples', () => {
  expect(examples.map(({ name }) => name)).toEqual(['berlin', 'shanghai', 'office']);
});

test.each(examples)(
  'the example $name of the guide opens as its table says',
  ({ calendar, faults, rows, zone }) => {
    expect(faults).toEqual([]);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.map((row) => rowOf(calendar!, zone, row.slice(2, 12)))).toEqual(rows);
  },
);

test('the guide says how long a business day is, and for how long make-up days are known', () => {
  const berlin = examples[0]!.calendar!;
  expect(text).toContain(`here ${berlin.business_day_ms / 3_600_000} hours`);
  expect(text).toContain(`from 2004 to ${makeUpDaysKnownUntil('CN')} in this version`);
});
