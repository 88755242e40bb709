// How dates of exports are read.
import { describe, expect, test } from 'vitest';
import { dateReader } from './date-format.ts';

const read = (format: string, text: string) => dateReader(format)?.(text);

describe('a date format', () => {
  test('reads day-month-year with and without a time', () => {
    expect(read('DD-MM-YYYY HH:mm', '26-02-2018 19:58')).toMatchObject({
      year: 2018,
      month: 2,
      day: 26,
      hour: 19,
      minute: 58,
    });
    expect(read('DD-MM-YYYY', '26-02-2018')).toMatchObject({ hour: 0, minute: 0 });
  });
  test('reads month/day/year with one digit or two', () => {
    expect(read('M/D/YYYY', '3/1/2017')).toMatchObject({ month: 3, day: 1 });
    expect(read('M/D/YYYY', '10/20/2016')).toMatchObject({ month: 10, day: 20 });
  });
  test('refuses what is not a day of the calendar instead of rolling it over', () => {
    for (const text of ['31-02-2018', '29-02-2017', '00-01-2018', '01-13-2018', '32-01-2018'])
      expect(read('DD-MM-YYYY', text)).toBeUndefined();
    expect(read('DD-MM-YYYY', '29-02-2016')).toMatchObject({ day: 29 });
  });
  test('refuses times that no clock shows', () => {
    expect(read('YYYY-MM-DD HH:mm', '2018-01-01 24:00')).toBeUndefined();
    expect(read('YYYY-MM-DD HH:mm', '2018-01-01 12:60')).toBeUndefined();
  });
  test('refuses text before or after the date', () => {
    expect(read('DD-MM-YYYY', ' 01-02-2018')).toBeUndefined();
    expect(read('DD-MM-YYYY', '01-02-2018 10:00')).toBeUndefined();
  });
  test('takes what stands between the parts as it is', () => {
    expect(read('D.M.YYYY (HH:mm)', '1.2.2018 (10:00)')).toMatchObject({ day: 1, month: 2, hour: 10 });
    expect(read('D.M.YYYY', '1-2-2018')).toBeUndefined();
  });
  test('must name year, month and day, each once', () => {
    expect(dateReader('MM/YYYY')).toBeUndefined();
    expect(dateReader('DD-DD-MM-YYYY')).toBeUndefined();
  });
});
