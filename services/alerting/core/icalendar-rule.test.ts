import fc from 'fast-check';
import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { dateOf, dayNumberOf } from './calendar-day.ts';
import { daysOfRule } from './icalendar-rule.ts';

const dates = (text: string, start: string, last: string): readonly string[] => {
  const rule = ICAL.Recur.fromString(text);
  return [...daysOfRule(rule, dayNumberOf(start), dayNumberOf(last))].map(dateOf);
};

test('the examples of RFC 5545, section 3.8.5.3', () => {
  const start = '1997-09-02';
  expect(dates('FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH', start, '1999-01-01')).toEqual([
    '1997-09-02',
    '1997-09-04',
    '1997-09-16',
    '1997-09-18',
    '1997-09-30',
    '1997-10-02',
    '1997-10-14',
    '1997-10-16',
  ]);
  expect(dates('FREQ=MONTHLY;COUNT=6;BYDAY=-2MO', '1997-09-22', '1999-01-01')).toEqual([
    '1997-09-22',
    '1997-10-20',
    '1997-11-17',
    '1997-12-22',
    '1998-01-19',
    '1998-02-16',
  ]);
  expect(dates('FREQ=YEARLY;BYDAY=20MO', '1997-05-19', '1999-12-31')).toEqual([
    '1997-05-19',
    '1998-05-18',
    '1999-05-17',
  ]);
  expect(dates('FREQ=YEARLY;INTERVAL=3;COUNT=5;BYYEARDAY=1,100,200', '1997-01-01', '2010-01-01')).toEqual([
    '1997-01-01',
    '1997-04-10',
    '1997-07-19',
    '2000-01-01',
    '2000-04-09',
  ]);
  expect(dates('FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', start, '1999-12-31')).toEqual([
    '1998-02-13',
    '1998-03-13',
    '1998-11-13',
    '1999-08-13',
  ]);
  expect(
    dates('FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8', '1996-11-05', '2005-01-01'),
  ).toEqual(['1996-11-05', '2000-11-07', '2004-11-02']);
  expect(dates('FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', '1997-09-04', '1999-01-01')).toEqual([
    '1997-09-04',
    '1997-10-07',
    '1997-11-06',
  ]);
  expect(dates('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2', '1997-09-29', '1998-01-31')).toEqual([
    '1997-09-29',
    '1997-10-30',
    '1997-11-27',
    '1997-12-30',
    '1998-01-29',
  ]);
  expect(dates('FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', '1997-08-05', '1999-01-01')).toEqual([
    '1997-08-05',
    '1997-08-10',
    '1997-08-19',
    '1997-08-24',
  ]);
  expect(dates('FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', '1997-08-05', '1999-01-01')).toEqual([
    '1997-08-05',
    '1997-08-17',
    '1997-08-19',
    '1997-08-31',
  ]);
});

test('other rules agree with the iterator of the library, where that keeps to the RFC', () => {
  const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
  const some = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<string> =>
    fc.uniqueArray(values, { minLength: 1, maxLength: 3 }).map((list) => list.join(','));
  const weekday = fc.constantFrom(...names);
  const numbered = fc.tuple(fc.constantFrom('', '1', '2', '4', '-1'), weekday).map((parts) => parts.join(''));
  const month = fc.integer({ min: 1, max: 12 });
  const interval = fc.integer({ min: 1, max: 4 }).map((every) => `INTERVAL=${every}`);
  const rule = fc.oneof(
    interval.map((every) => `FREQ=DAILY;${every}`),
    fc.tuple(interval, some(weekday)).map(([every, days]) => `FREQ=WEEKLY;${every};BYDAY=${days}`),
    fc.tuple(interval, some(numbered)).map(([every, days]) => `FREQ=MONTHLY;${every};BYDAY=${days}`),
    fc
      .tuple(interval, some(fc.integer({ min: 1, max: 28 })))
      .map(([every, days]) => `FREQ=MONTHLY;${every};BYMONTHDAY=${days}`),
    fc
      .tuple(interval, month, fc.integer({ min: 1, max: 28 }))
      .map(([every, of, day]) => `FREQ=YEARLY;${every};BYMONTH=${of};BYMONTHDAY=${day}`),
    fc
      .tuple(interval, month, numbered)
      .map(([every, of, day]) => `FREQ=YEARLY;${every};BYMONTH=${of};BYDAY=${day}`),
  );
  const theirs = (text: string, start: string, last: string): readonly string[] => {
    const walls = ICAL.Recur.fromString(text).iterator(ICAL.Time.fromDateString(start));
    const list: string[] = [];
    for (let wall = walls.next() as ICAL.Time | null; wall; wall = walls.next() as ICAL.Time | null) {
      if (wall.toString() > last) break;
      list.push(wall.toString());
    }
    return list;
  };
  fc.assert(
    fc.property(rule, fc.integer({ min: 0, max: 9_000 }), (text, days) => {
      const start = dateOf(dayNumberOf('2001-01-01') + days);
      const last = dateOf(dayNumberOf(start) + 1_200);
      expect(dates(text, start, last)).toEqual(theirs(text, start, last));
    }),
    { numRuns: 80 },
  );
});
