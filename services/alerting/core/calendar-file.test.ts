import { describe, expect, test } from 'vitest';
import { readCalendars } from './calendar-file.ts';
import { YamlReader } from './yaml-reader.ts';

const hours = 'hours: { monday: [09:00-17:00], friday: [09:00-17:00] }';
/** What is said of a calendar with these fields, and the calendar where nothing is. */
const read = (lines: readonly string[], files: Readonly<Record<string, string>> = {}) => {
  const base = ['effective_from: 2000-01-01', 'time_zone: UTC', hours];
  const names = new Set(lines.map((line) => line.split(':')[0]));
  const fields = [...base.filter((line) => !names.has(line.split(':')[0])), ...lines];
  const reader = new YamlReader(`office:\n  - ${fields.join('\n    ')}\n`);
  const { versions } = readCalendars(reader, reader.root, (path) => files[path]);
  return { faults: reader.faults, calendar: versions.get('office')?.[0]?.calendar };
};
const outing = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'SUMMARY:Outing',
  'DTSTART;VALUE=DATE:20260619',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n');

describe('a calendar', () => {
  const { calendar, faults } = read(
    [
      'holidays:',
      '  - 2026-12-25',
      '  - 2026-12-28..2026-12-31',
      '  - { date: 2027-01-01, name: New Year }',
      '  - { country: DE, region: BE, types: [public, bank] }',
      '  - { ics: outing.ics }',
      'working_days: { 2026-12-28: [10:00-12:00] }',
      'closures:',
      '  - { date: 2026-11-02, reason: power cut }',
      '  - { date: 2026-11-06 12:00-24:00, reason: office moves }',
      '  - { date: 2026-11-09..2026-11-13, reason: stocktaking }',
    ],
    { 'outing.ics': outing },
  );
  const day = (date: string): string => {
    const { open, closed_by } = calendar!.dayAt(date);
    const midnight = Date.parse(date);
    const spans = open.map(({ from_ms, to_ms }) =>
      [from_ms, to_ms].map((ms) => (ms - midnight) / 3_600_000).join('-'),
    );
    return [...spans, ...closed_by].join(' ');
  };

  test('says holidays by date, span, country and file, closures, and days with hours of their own', () => {
    expect(faults).toEqual([]);
    expect(day('2026-12-25')).toBe('holiday 1. Weihnachtstag');
    expect(day('2026-12-28')).toBe('10-12');
    expect(day('2026-12-31')).toBe('holiday Silvester');
    expect(day('2027-01-01')).toBe('New Year Neujahr');
    expect(day('2026-05-25')).toBe('Pfingstmontag');
    expect(day('2026-06-19')).toBe('Outing');
    expect(day('2026-11-02')).toBe('power cut');
    expect(day('2026-11-06')).toBe('9-12 office moves');
    expect(day('2026-11-13')).toBe('stocktaking');
    expect(day('2026-11-16')).toBe('9-17');
  });

  test('counts its business time around all of them', () => {
    const [friday, monday] = [Date.parse('2026-11-06T11:00:00Z'), Date.parse('2026-11-16T10:00:00Z')];
    expect(calendar!.businessMs(friday, monday)).toBe(2 * 3_600_000);
    expect(calendar!.dueAt(friday, 2 * 3_600_000)).toBe(monday);
  });
});

describe('what is wrong is told with its line', () => {
  const cases: [string, readonly string[], string][] = [
    [
      'hours over midnight',
      ['hours: { monday: [22:00-06:00], friday: [09:00-17:00] }'],
      'line 4: office[0].hours.monday[0] "22:00-06:00" is not hours of one day, such as 09:00-17:00; hours over midnight are written on both days, such as 22:00-24:00 on the first and 00:00-06:00 on the next',
    ],
    [
      'a date that does not exist',
      ['holidays: [2026-02-30]'],
      'line 5: office[0].holidays[0] "2026-02-30" is not a date that exists',
    ],
    [
      'a span that ends before it begins',
      ['holidays: [2026-12-31..2026-12-24]'],
      'is not a date that exists, such as 2026-12-24, nor a span of at most a year',
    ],
    ['a span of years', ['holidays: [2026-01-01..2027-06-01]'], 'nor a span of at most a year'],
    [
      'a span of three dates',
      ['holidays: [2026-01-01..2026-01-02..2026-01-03]'],
      'nor a span of at most a year',
    ],
    [
      'a country that is not known',
      ['holidays: [{ country: UK }]'],
      'office[0].holidays[0] country "UK" has no known holidays',
    ],
    [
      'a type of holiday that is not known',
      ['holidays: [{ country: DE, types: [school] }]'],
      'must be one of public, bank, not "school"',
    ],
    ['no type of holiday', ['holidays: [{ country: DE, types: [] }]'], 'needs a type: public, bank'],
    [
      'a misspelt field of a holiday',
      ['holidays: [{ date: 2026-01-01, title: x }]'],
      'has no field title; it has date, name',
    ],
    [
      'a file that is not there',
      ['holidays: [{ ics: nowhere.ics }]'],
      'holidays[0].ics "nowhere.ics" cannot be read; the path is relative to the policy file',
    ],
    [
      'a file with an event that cannot be read',
      ['holidays: [{ ics: broken.ics }]'],
      'holidays[0].ics "broken.ics": event "Outing" dtstart "2026-06-31" does not exist',
    ],
    ['a closure without a reason', ['closures: [{ date: 2026-01-01 }]'], 'closures[0] needs reason'],
    [
      'a closure of hours over midnight',
      ['closures: [{ date: 2026-01-01 22:00-06:00, reason: x }]'],
      '"2026-01-01 22:00-06:00" is not a date that exists',
    ],
    [
      'hours of make-up days where there are none',
      ['holidays: [{ country: DE }]', 'make_up_hours_of: monday'],
      'no country among the holidays has make-up days',
    ],
    [
      'hours of a make-up day from a day that is closed',
      ['holidays: [{ country: CN }]', 'make_up_hours_of: sunday'],
      'names sunday, which has no hours',
    ],
    [
      'more dates than can be listed',
      [
        `holidays: [${Array.from({ length: 28 }, (_, at) => `${2000 + at}-01-01..${2000 + at}-12-31`).join(', ')}]`,
      ],
      'closes 10227 dates; 10000 at most',
    ],
  ];
  test.each(cases)('%s', (_name, lines, said) => {
    const { faults } = read(lines, { 'broken.ics': outing.replace('20260619', '20260631') });
    expect(faults).toEqual([expect.stringContaining(said)]);
  });
});
