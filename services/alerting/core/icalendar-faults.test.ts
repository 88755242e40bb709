import { describe, expect, test } from 'vitest';
import { readICalendar } from './icalendar.ts';

const zone = 'Europe/Berlin';
const ics = (...events: readonly (readonly string[])[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((lines) => ['BEGIN:VEVENT', 'UID:u', 'SUMMARY:Outing', ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
  ].join('\r\n');
const read = (text: string): ReturnType<typeof readICalendar> => readICalendar(text, zone, false);

describe('what cannot be read is a fault', () => {
  const cases: [string, string, string][] = [
    ['a text that is not iCalendar', 'hello', 'is not iCalendar: invalid line'],
    ['a file that breaks off', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\n', 'is not iCalendar: invalid ical body'],
    ['an event without a start', ics(['LOCATION:x']), 'event "Outing" has no DTSTART'],
    [
      'a date that does not exist',
      ics(['DTSTART;VALUE=DATE:20260230']),
      'dtstart "2026-02-30" does not exist',
    ],
    [
      'an end before the start',
      ics(['DTSTART:20260601T090000Z', 'DTEND:20260601T080000Z']),
      'ends before it begins',
    ],
    [
      'an unknown zone',
      ics(['DTSTART;TZID=Mars/Base:20260601T090000']),
      'time zone "Mars/Base" is neither known',
    ],
    [
      'an event of years',
      ics(['DTSTART;VALUE=DATE:20260101', 'DTEND;VALUE=DATE:20300101']),
      'lasts more than 366 days',
    ],
    ['an unknown frequency', ics(['DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=OFTEN']), 'invalid frequency'],
    [
      'an event of every second',
      ics(['DTSTART:20260101T000000Z', 'RRULE:FREQ=SECONDLY']),
      'recurs SECONDLY, which is not supported',
    ],
    [
      'an event of too many days',
      ics(['DTSTART;VALUE=DATE:20000101', 'RRULE:FREQ=DAILY']),
      'takes place more than 20000 times',
    ],
    [
      'a week of the year',
      ics(['DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=YEARLY;BYWEEKNO=2']),
      'BYWEEKNO, which is not supported',
    ],
    [
      'a day by number in a week',
      ics(['DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=WEEKLY;BYDAY=1MO']),
      'does not allow',
    ],
    [
      'too many days',
      ics(['DTSTART;VALUE=DATE:20260101', 'DURATION:P9D', 'RRULE:FREQ=DAILY']),
      'takes more than 20000 days',
    ],
    [
      'a period for a start',
      ics(['DTSTART:20260101T000000Z', 'RDATE;VALUE=PERIOD:20260101T000000Z/PT1H']),
      'is not supported',
    ],
    [
      'a rule of exceptions',
      ics(['DTSTART:20260101T000000Z', 'EXRULE:FREQ=DAILY']),
      'EXRULE, which is not supported',
    ],
    [
      'a change of the future',
      ics(['RECURRENCE-ID;RANGE=THISANDFUTURE:20260101T000000Z', 'DTSTART:20260101T000000Z']),
      'changes all future instances',
    ],
    [
      'an instance that does not exist',
      ics(['RECURRENCE-ID:20260231T000000Z', 'DTSTART:20260101T000000Z']),
      'recurrence-id "2026-02-31T00:00:00Z" does not exist',
    ],
    [
      'a date that ends with a time',
      ics(['DTSTART;VALUE=DATE:20260101', 'DTEND:20260101T080000Z']),
      'begins with a date and ends with a time',
    ],
    [
      'only transparent events',
      ics(['DTSTART;VALUE=DATE:20260101', 'TRANSP:TRANSPARENT']),
      'write transparent: closed',
    ],
    ['a very long file', ' '.repeat(4_000_001), 'is longer than 4000000 characters'],
  ];
  test.each(cases)('%s', (_name, text, said) => {
    expect(read(text).faults).toEqual([expect.stringContaining(said)]);
  });

  test('one event with a fault hides no other', () => {
    const { days, faults } = read(ics(['DTSTART;VALUE=DATE:20260230'], ['DTSTART;VALUE=DATE:20260301']));
    expect([faults.length, [...days.keys()]]).toEqual([1, ['2026-03-01']]);
  });

  test('transparent events close where it is asked for', () => {
    const text = ics(['DTSTART;VALUE=DATE:20260101', 'TRANSP:TRANSPARENT']);
    const { days, faults } = readICalendar(text, zone, true);
    expect([faults, [...days.keys()]]).toEqual([[], ['2026-01-01']]);
  });
});
