import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCalendars } from './calendar-file.ts';
import type { Calendar } from './calendar.ts';
import { businessMsWithout, dueAtOf, endedAt, pausesOf, type Pause } from './pauses.ts';
import { icsOf, modelsNearDays, yamlOf, type CalendarModel } from './testing-calendars.ts';
import { minuteByMinute } from './testing-minutes.ts';
import { acted, hourly } from './testing.ts';
import { YamlReader } from './yaml-reader.ts';

const minute_ms = 60_000;
const read = (model: CalendarModel): Calendar => {
  const reader = new YamlReader(yamlOf(model));
  const { versions } = readCalendars(reader, reader.root, () => icsOf(model));
  const calendar = versions.get('random')?.[0]?.calendar;
  if (!calendar || reader.faults.length > 0) throw new Error(reader.faults.join('\n'));
  return calendar;
};

/** Gaps and lengths, one after the other → pauses from a time on. */
const lengths = fc.array(fc.tuple(fc.nat({ max: 90 }), fc.nat({ max: 300 })), { maxLength: 4, size: 'max' });
const pausesFrom = (
  start_ms: number,
  list: readonly (readonly [number, number])[],
  unit_ms: number,
): readonly (Pause & { readonly to_ms: number })[] => {
  let at = start_ms;
  return list.map(([gap, length]) => {
    const from_ms = at + gap * unit_ms;
    at = from_ms + length * unit_ms;
    return { from_ms, to_ms: at };
  });
};
const start = fc.integer({ min: -24 * 60, max: 36 * 60 });

test('with pauses a target is used up by the minutes that a look at the wall clock every minute finds open and not paused', () => {
  const seen = { shifted: 0 };
  fc.assert(
    fc.property(
      modelsNearDays,
      start,
      lengths,
      fc.integer({ min: 240, max: 720 }),
      fc.nat(),
      ({ day, model }, from_minute, list, minutes, pick) => {
        const calendar = read(model);
        const isOpen = minuteByMinute(model);
        const start_ms = Date.parse(day) + from_minute * minute_ms;
        const pauses = pausesFrom(start_ms, list, minute_ms);
        const isPaused = (at: number): boolean =>
          pauses.some(({ from_ms, to_ms }) => from_ms <= at && at < to_ms);
        const counted = Array.from({ length: minutes }, (_, at) => start_ms + at * minute_ms).filter(
          (at) => isOpen(at) && !isPaused(at),
        );
        const end_ms = start_ms + minutes * minute_ms;
        expect(
          businessMsWithout(
            calendar,
            start_ms,
            end_ms,
            pauses.filter(({ from_ms }) => from_ms < end_ms),
          ),
        ).toBe(counted.length * minute_ms);
        const nth = counted.length === 0 ? -1 : pick % counted.length;
        if (counted[nth] === undefined) return;
        const target = { unit: 'business_ms', amount: (nth + 1) * minute_ms } as const;
        const due_ms = counted[nth] + minute_ms;
        expect(dueAtOf(target, calendar, start_ms, pauses)).toBe(due_ms);
        if (dueAtOf(target, calendar, start_ms) !== due_ms) seen.shifted += 1;
      },
    ),
    { numRuns: 200 },
  );
  expect(seen.shifted).toBeGreaterThan(10);
}, 30_000);

test('with pauses the due time and the elapsed time are inverse, in business and in wall time', () => {
  const targets = fc.tuple(
    fc.constantFrom('business_ms', 'wall_ms'),
    fc.integer({ min: 1, max: 40 * 3_600_000 }),
  );
  fc.assert(
    fc.property(modelsNearDays, start, lengths, targets, ({ day, model }, from, list, [unit, amount]) => {
      const calendar = read(model);
      const start_ms = Date.parse(day) + from * 777_777;
      const pauses = pausesFrom(start_ms, list, 98_765);
      const due_ms = dueAtOf({ unit, amount }, calendar, start_ms, pauses) ?? NaN;
      const used = (to_ms: number): number => {
        const before = pauses.filter(({ from_ms }) => from_ms < to_ms);
        if (unit === 'business_ms') return businessMsWithout(calendar, start_ms, to_ms, before);
        return before.reduce(
          (left, pause) => left - (Math.min(to_ms, pause.to_ms) - pause.from_ms),
          to_ms - start_ms,
        );
      };
      expect(used(due_ms)).toBe(amount);
      expect(used(due_ms - 1)).toBe(amount - 1);
    }),
    { numRuns: 200 },
  );
}, 30_000);

describe('acts pause', () => {
  const reasons = new Set(['waiting_for_buyer']);
  const paused = (hour: number, reason = 'waiting_for_buyer') =>
    acted('paused', hour, `p${hour}`, 'm', { reason });
  const resumed = (hour: number) => acted('resumed', hour, `r${hour}`, 'm');

  test('for the reasons that are listed, from the first until somebody resumes', () => {
    const acts = [resumed(0), paused(1), paused(2), resumed(3), resumed(4), paused(5, 'holiday'), paused(6)];
    expect(pausesOf(acts, reasons)).toEqual([
      { from_ms: hourly(1), to_ms: hourly(3) },
      { from_ms: hourly(6), to_ms: undefined },
    ]);
    expect(pausesOf(acts, new Set())).toEqual([]);
    expect(endedAt(pausesOf(acts, reasons), hourly(9)).at(-1)?.to_ms).toBe(hourly(9));
  });

  test('so that there is no due time while they last, unless it was over before', () => {
    const calendar = read({ ...fc.sample(modelsNearDays, 1)[0]!.model });
    const open = pausesOf([paused(2)], reasons);
    expect(dueAtOf({ unit: 'wall_ms', amount: 3 * 3_600_000 }, calendar, hourly(0), open)).toBeUndefined();
    expect(dueAtOf({ unit: 'wall_ms', amount: 2 * 3_600_000 }, calendar, hourly(0), open)).toBe(hourly(2));
  });
});
