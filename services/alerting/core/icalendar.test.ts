import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Temporal } from 'temporal-polyfill';
import { readICalendar } from './icalendar.ts';

const zone = 'Europe/Berlin';
const office = readFileSync(new URL('../testdata/office.ics', import.meta.url), 'utf8');
const ics = (...events: readonly (readonly string[])[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((lines) => ['BEGIN:VEVENT', 'UID:u', 'SUMMARY:Outing', ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
  ].join('\r\n');
const read = (text: string, time_zone = zone): ReturnType<typeof readICalendar> =>
  readICalendar(text, time_zone, false);
const datesOf = (text: string): readonly string[] => {
  const { days, closed_spans, faults } = read(text);
  expect([faults, closed_spans]).toEqual([[], []]);
  return [...days.keys()].sort();
};
const spansOf = (text: string, time_zone = zone): readonly string[] => {
  const { days, closed_spans, faults } = read(text, time_zone);
  expect([faults, days.size]).toEqual([[], 0]);
  const say = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
  return closed_spans.map(({ from_ms, to_ms }) => `${say(from_ms)}/${say(to_ms).slice(11)}`);
};

describe('events of whole days', () => {
  test('without an end they take one day, with one they end before it', () => {
    expect(datesOf(ics(['DTSTART;VALUE=DATE:20260619']))).toEqual(['2026-06-19']);
    expect(datesOf(ics(['DTSTART;VALUE=DATE:20260619', 'DTEND;VALUE=DATE:20260622']))).toEqual([
      '2026-06-19',
      '2026-06-20',
      '2026-06-21',
    ]);
    expect(datesOf(ics(['DTSTART;VALUE=DATE:20260619', 'DURATION:P1W'])).length).toBe(7);
  });

  test('every year means every year until 2060, without the instances that are taken out', () => {
    const dates = datesOf(
      ics(['DTSTART;VALUE=DATE:20240617', 'RRULE:FREQ=YEARLY', 'EXDATE;VALUE=DATE:20250617,20300617']),
    );
    expect(dates.slice(0, 2)).toEqual(['2024-06-17', '2026-06-17']);
    expect([dates.length, dates.at(-1)]).toEqual([35, '2060-06-17']);
  });

  test('an exception written with a time takes the day out as well', () => {
    const rule = ['DTSTART;VALUE=DATE:20260601', 'RRULE:FREQ=DAILY;UNTIL=20260603T120000Z'];
    expect(datesOf(ics([...rule, 'EXDATE:20260602T000000']))).toEqual(['2026-06-01', '2026-06-03']);
  });

  test('29 February comes back in leap years only, the 31st in months that have one', () => {
    expect(datesOf(ics(['DTSTART;VALUE=DATE:20240229', 'RRULE:FREQ=YEARLY'])).slice(0, 3)).toEqual([
      '2024-02-29',
      '2028-02-29',
      '2032-02-29',
    ]);
    expect(datesOf(ics(['DTSTART;VALUE=DATE:20260131', 'RRULE:FREQ=MONTHLY;UNTIL=20260601']))).toEqual([
      '2026-01-31',
      '2026-03-31',
      '2026-05-31',
    ]);
    expect(
      datesOf(ics(['DTSTART;VALUE=DATE:20260201', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'])),
    ).toEqual(['2026-02-01']);
  });

  test('days of the week and of the month by their place', () => {
    const thanksgiving = ['DTSTART;VALUE=DATE:20261126', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3'];
    expect(datesOf(ics(thanksgiving))).toEqual(['2026-11-26', '2027-11-25', '2028-11-23']);
    const last = ['DTSTART;VALUE=DATE:20260131', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3'];
    expect(datesOf(ics(last))).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
  });
});

describe('timed events', () => {
  test("close by the zone they name, by UTC, or by the calendar's own", () => {
    const at = (start: string): readonly string[] => spansOf(ics([start, 'DURATION:PT90M']));
    expect(at('DTSTART;TZID=America/New_York:20260310T090000')).toEqual(['2026-03-10T13:00/14:30']);
    expect(at('DTSTART:20260310T090000Z')).toEqual(['2026-03-10T09:00/10:30']);
    expect(at('DTSTART:20260310T090000')).toEqual(['2026-03-10T08:00/09:30']);
    expect(spansOf(ics(['DTSTART:20260310T090000', 'DURATION:PT1H']), 'Asia/Shanghai')).toEqual([
      '2026-03-10T01:00/02:00',
    ]);
  });

  test('keep their wall-clock time when the clocks change, and end in another zone', () => {
    const weekly = ['DTSTART;TZID=Europe/Berlin:20260320T160000', 'DTEND;TZID=Europe/London:20260320T160000'];
    expect(spansOf(ics([...weekly, 'RRULE:FREQ=WEEKLY;COUNT=3']))).toEqual([
      '2026-03-20T15:00/16:00',
      '2026-03-27T15:00/16:00',
      '2026-04-03T14:00/15:00',
    ]);
  });

  test('the last instance is the one that begins at UNTIL, by the clock of the world', () => {
    const late = ['DTSTART;TZID=Europe/Berlin:20260601T230000', 'DURATION:PT1H'];
    const times = (until: string): number =>
      spansOf(ics([...late, `RRULE:FREQ=DAILY;UNTIL=${until}`])).length;
    expect([times('20260603T210000Z'), times('20260603T205959Z'), times('20260603')]).toEqual([3, 2, 3]);
  });

  test('instances come from RDATE too, and go by date or by time', () => {
    const series = [
      'DTSTART:20260601T090000Z',
      'DURATION:PT1H',
      'RRULE:FREQ=DAILY;COUNT=4',
      'RDATE:20260610T120000Z',
    ];
    expect(spansOf(ics([...series, 'EXDATE;VALUE=DATE:20260602', 'EXDATE:20260603T090000Z']))).toEqual([
      '2026-06-01T09:00/10:00',
      '2026-06-04T09:00/10:00',
      '2026-06-10T12:00/13:00',
    ]);
  });

  test('an event without length closes nothing', () => {
    expect(spansOf(ics(['DTSTART:20260601T090000Z']))).toEqual([]);
  });
});

describe('the file of an office', () => {
  const { days, closed_spans, faults } = read(office);
  const local = (ms: number): string =>
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime().toString();

  test('its days, of which cancelled and transparent ones are none', () => {
    expect(faults).toEqual([]);
    const dates = [...days.keys()].filter((date) => date < '2028').sort();
    expect(dates).toEqual([
      '2024-06-17',
      '2026-06-17',
      '2026-12-28',
      '2026-12-29',
      '2026-12-30',
      '2026-12-31',
      '2027-06-17',
    ]);
    expect(days.get('2026-06-17')).toEqual([{ from_minute: 0, to_minute: 1440, reason: "Founders' day" }]);
  });

  test('its town halls in the zone that the file describes, one of them moved', () => {
    const halls = closed_spans.filter(({ reason }) => reason.startsWith('Town hall'));
    expect(halls.length).toBe(12);
    expect(
      halls
        .map(({ from_ms }) => local(from_ms))
        .sort()
        .slice(2, 5),
    ).toEqual(['2026-03-03T15:00:00', '2026-04-09T10:00:00', '2026-05-05T15:00:00']);
  });
});
