// China's holidays as the State Council announces them each year, and the weekend days worked instead (調休). Data of chinese-days.
import announced from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { ByDate, DayPart } from './calendar-day.ts';

const holidays: Readonly<Record<string, string>> = announced.holidays;
const make_up_days: Readonly<Record<string, string>> = announced.workdays;

/** The names are "English,中文,days". */
const nameOf = (text: string): string => text.split(',')[1] ?? text;

const byYear = new Map<string, Map<string, string>>();
for (const [date, text] of Object.entries(holidays)) {
  const year = byYear.get(date.slice(0, 4)) ?? new Map<string, string>();
  byYear.set(date.slice(0, 4), year.set(date, nameOf(text)));
}

/** Names of a year's days off by date; undefined for a year ("2027") that is not announced, or before 2004. */
export const chinaHolidays = (year: string): ReadonlyMap<string, string> | undefined => byYear.get(year);

/** The last year whose make-up days are known; undefined for countries without such days. */
export const makeUpDaysKnownUntil = (country: string): number | undefined =>
  country === 'CN' ? Math.max(...[...byYear.keys()].map(Number)) : undefined;

/** The make-up days of China, all with the same hours. */
export const chinaMakeUpDays = (hours: readonly DayPart[]): ByDate<readonly DayPart[]> => ({
  get: (date) => (Object.hasOwn(make_up_days, date) ? hours : undefined),
});
