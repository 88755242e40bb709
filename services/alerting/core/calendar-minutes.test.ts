import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCalendars } from './calendar-file.ts';
import type { Calendar } from './calendar.ts';
import { icsOf, modelsNearDays, yamlOf, type CalendarModel } from './testing-calendars.ts';
import { minuteByMinute } from './testing-minutes.ts';
import { YamlReader } from './yaml-reader.ts';

const minute_ms = 60_000;
const isLong = process.env['REVLOOP_TEST_LONG'] === '1';
const runs = isLong ? 4_000 : 300;
const timeout_ms = isLong ? 3_600_000 : 30_000;
const minutes_max = isLong ? 1440 : 240;

const read = (model: CalendarModel): Calendar => {
  const reader = new YamlReader(yamlOf(model));
  const { versions } = readCalendars(reader, reader.root, () => icsOf(model));
  const calendar = versions.get('random')?.[0]?.calendar;
  if (!calendar || reader.faults.length > 0) throw new Error(reader.faults.join('\n'));
  return calendar;
};

test(
  `${runs} random calendars, as files, count the minutes that a look at the wall clock every minute counts, forwards and backwards`,
  () => {
    const seen = { minutes: 0, open: 0, years: new Set<string>() };
    const start = fc.integer({ min: -24 * 60, max: 36 * 60 });
    fc.assert(
      fc.property(
        modelsNearDays,
        start,
        fc.integer({ min: 1, max: minutes_max }),
        fc.nat(),
        ({ day, model }, from_minute, minutes, pick) => {
          const calendar = read(model);
          const isOpen = minuteByMinute(model);
          const start_ms = Date.parse(day) + from_minute * minute_ms;
          const open = Array.from({ length: minutes }, (_, at) => start_ms + at * minute_ms).filter(isOpen);
          const end_ms = start_ms + minutes * minute_ms;
          expect(calendar.businessMs(start_ms, end_ms)).toBe(open.length * minute_ms);
          const nth = open.length === 0 ? -1 : pick % open.length;
          if (open[nth] !== undefined)
            expect(calendar.dueAt(start_ms, (nth + 1) * minute_ms)).toBe(open[nth] + minute_ms);
          seen.minutes += minutes;
          seen.open += open.length;
          seen.years.add(day.slice(0, 4));
        },
      ),
      { numRuns: runs },
    );
    // The days were of many years, and neither nearly all open nor nearly all closed.
    expect(seen.years.size).toBeGreaterThan(25);
    expect(seen.open / seen.minutes).toBeGreaterThan(0.05);
    expect(seen.open / seen.minutes).toBeLessThan(0.7);
  },
  timeout_ms,
);

test(
  'the due time and the elapsed time are inverse',
  () => {
    const start = fc.integer({ min: -24 * 3_600_000, max: 36 * 3_600_000 });
    fc.assert(
      fc.property(
        modelsNearDays,
        start,
        fc.integer({ min: 1, max: 40 * 3_600_000 }),
        ({ day, model }, from, target) => {
          const calendar = read(model);
          const start_ms = Date.parse(day) + from;
          const due_ms = calendar.dueAt(start_ms, target);
          expect(calendar.businessMs(start_ms, due_ms)).toBe(target);
          expect(calendar.businessMs(start_ms, due_ms - 1)).toBe(target - 1);
        },
      ),
      { numRuns: isLong ? 5_000 : 200 },
    );
  },
  timeout_ms,
);
