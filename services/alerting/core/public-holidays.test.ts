import { describe, expect, test } from 'vitest';
import { publicHolidays, unknownIn, type HolidayType } from './public-holidays.ts';

const rule = (place: string, types: readonly HolidayType[] = ['public']) => {
  const [country = '', region] = place.split('/');
  return { country, region, types };
};
/** "2026-05-14 Christi Himmelfahrt", or with the hours where it is not all day. */
const said = (
  place: string,
  from: string,
  days: number,
  types?: readonly HolidayType[],
): readonly string[] => {
  const holidays = publicHolidays(rule(place, types));
  const start = Date.parse(from);
  return Array.from({ length: days }, (_, day) =>
    new Date(start + day * 86_400_000).toISOString().slice(0, 10),
  ).flatMap((date) =>
    (holidays.get(date) ?? []).map(({ from_minute, to_minute, reason }) =>
      [date, ...(to_minute - from_minute < 1440 ? [`${from_minute}-${to_minute}`] : []), reason].join(' '),
    ),
  );
};

describe('public holidays by rule', () => {
  test('of a state are those of the country and its own', () => {
    expect(said('DE/BE', '2026-01-01', 365)).toEqual([
      '2026-01-01 Neujahr',
      '2026-03-08 Internationaler Frauentag',
      '2026-04-03 Karfreitag',
      '2026-04-06 Ostermontag',
      '2026-05-01 Maifeiertag',
      '2026-05-14 Christi Himmelfahrt',
      '2026-05-25 Pfingstmontag',
      '2026-10-03 Tag der Deutschen Einheit',
      '2026-12-25 1. Weihnachtstag',
      '2026-12-26 2. Weihnachtstag',
    ]);
    expect(said('DE', '2026-03-08', 1)).toEqual([]);
    expect(said('DE/BY-A', '2026-08-08', 1)).toEqual(['2026-08-08 Augsburger Friedensfest']);
    expect(said('DE/BY', '2026-08-08', 1)).toEqual([]);
  });

  test('have their substitute days', () => {
    expect(said('US', '2027-12-24', 8)).toEqual([
      '2027-12-24 Christmas Day (substitute day)',
      '2027-12-25 Christmas Day',
      "2027-12-31 New Year's Day (substitute day)",
    ]);
    expect(said('GB/ENG', '2026-12-25', 4)).toEqual([
      '2026-12-25 Christmas Day',
      '2026-12-26 Boxing Day',
      '2026-12-28 Boxing Day (substitute day)',
    ]);
  });

  test('of several days close each of them, into the next year as well', () => {
    expect(said('KR', '2026-09-23', 5)).toEqual(['2026-09-24 추석', '2026-09-25 추석', '2026-09-26 추석']);
    expect(said('SZ', '2026-12-27', 8).filter((day) => day.endsWith('Incwala'))).toEqual([
      '2026-12-28 Incwala',
      '2026-12-29 Incwala',
      '2026-12-30 Incwala',
      '2026-12-31 Incwala',
      '2027-01-01 Incwala',
      '2027-01-02 Incwala',
    ]);
  });

  test('that begin at sunset close the local days after it', () => {
    expect(said('AE', '2026-03-18', 8).filter((day) => day.includes('الفطر'))).toEqual([
      '2026-03-20 عيد الفطر',
      '2026-03-21 عيد الفطر',
      '2026-03-22 عيد الفطر',
    ]);
  });

  test('of banks close where they are asked for, and of part of a day that part', () => {
    const public_only = said('DE', '2026-12-24', 8);
    expect(public_only).toEqual(['2026-12-25 1. Weihnachtstag', '2026-12-26 2. Weihnachtstag']);
    expect(said('DE', '2026-12-24', 8, ['public', 'bank'])).toEqual([
      '2026-12-24 840-1440 Heiliger Abend',
      ...public_only,
      '2026-12-31 840-1440 Silvester',
    ]);
  });
});

describe('a place that is not known is told, with what there is', () => {
  test.each([
    ['DE', undefined],
    ['DE/BE', undefined],
    ['DE/BY-A', undefined],
    ['UK', 'country "UK" has no known holidays'],
    ['de', 'country "de" has no known holidays'],
    ['DE/XX', 'country DE has no region "XX"; it has BB, BE,'],
    ['DE/BY-X', 'country DE has no region "BY-X"'],
    ['DE/BY-A-1', 'country DE has no region "BY-A-1"'],
    ['CN/GD', 'country CN has no region "GD"; it has none'],
  ])('%s', (place, fault) => {
    expect(unknownIn(rule(place))).toEqual(fault === undefined ? undefined : expect.stringContaining(fault));
  });
});
