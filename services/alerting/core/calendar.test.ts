import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Temporal } from 'temporal-polyfill';
import { wholeDay, type CalendarDefinition, type DayPart } from './calendar-day.ts';
import { createCalendar } from './calendar.ts';

const hour_ms = 3_600_000;
const minute_ms = 60_000;
const nine_to_five: DayPart[] = [{ from_minute: 540, to_minute: 1020 }];
const office = (time_zone: string, more: Partial<CalendarDefinition> = {}): CalendarDefinition => ({
  time_zone,
  week: [0, 1, 2, 3, 4, 5, 6].map((day) => (day < 5 ? nine_to_five : [])),
  holidays: new Map(),
  make_up_days: new Map(),
  working_days: new Map(),
  closures: new Map(),
  closed_spans: [],
  ...more,
});
const at = (text: string): number => Temporal.ZonedDateTime.from(text).epochMilliseconds;

describe('office hours', () => {
  const berlin = createCalendar(office('Europe/Berlin'));

  test('an hour that does not fit before closing goes on the next morning', () => {
    expect(berlin.dueAt(at('2026-03-05T16:30[Europe/Berlin]'), hour_ms)).toBe(
      at('2026-03-06T09:30[Europe/Berlin]'),
    );
  });

  test('a target that is used up at closing time is due at closing time', () => {
    expect(berlin.dueAt(at('2026-03-05T16:00[Europe/Berlin]'), hour_ms)).toBe(
      at('2026-03-05T17:00[Europe/Berlin]'),
    );
  });

  test('a weekend in which the clocks change costs no business time', () => {
    const friday = at('2026-03-27T16:00[Europe/Berlin]');
    const monday = at('2026-03-30T10:00[Europe/Berlin]');
    expect(monday - friday).toBe(65 * hour_ms);
    expect(berlin.businessMs(friday, monday)).toBe(2 * hour_ms);
    expect(berlin.dueAt(friday, 2 * hour_ms)).toBe(monday);
  });

  test('the offset of the day itself counts, not that of today', () => {
    expect(berlin.dueAt(at('2017-07-03T08:00[Europe/Berlin]'), 0)).toBe(
      at('2017-07-03T08:00[Europe/Berlin]'),
    );
    expect(berlin.dueAt(at('2017-07-03T08:00[Europe/Berlin]'), hour_ms)).toBe(
      at('2017-07-03T10:00[Europe/Berlin]'),
    );
  });

  test('holidays are closed, working days that make up for them open with their own hours', () => {
    const calendar = createCalendar(
      office('Europe/Berlin', {
        holidays: new Map([['2026-05-14', [wholeDay('Christi Himmelfahrt')]]]),
        working_days: new Map([['2026-05-16', [{ from_minute: 600, to_minute: 720 }]]]),
      }),
    );
    const wednesday = at('2026-05-13T16:00[Europe/Berlin]');
    expect(calendar.dueAt(wednesday, 2 * hour_ms)).toBe(at('2026-05-15T10:00[Europe/Berlin]'));
    expect(calendar.dueAt(wednesday, 10 * hour_ms)).toBe(at('2026-05-16T11:00[Europe/Berlin]'));
  });

  test('lunch is not business time', () => {
    const split = [
      { from_minute: 540, to_minute: 720 },
      { from_minute: 780, to_minute: 1020 },
    ];
    const calendar = createCalendar(office('Asia/Tokyo', { week: Array.from({ length: 7 }, () => split) }));
    expect(calendar.business_day_ms).toBe(7 * hour_ms);
    expect(calendar.dueAt(at('2026-01-07T11:00[Asia/Tokyo]'), 2 * hour_ms)).toBe(
      at('2026-01-07T14:00[Asia/Tokyo]'),
    );
  });

  test('a business day is the mean of the weekdays that open', () => {
    const short_friday = [
      ...Array.from({ length: 4 }, () => nine_to_five),
      [{ from_minute: 540, to_minute: 780 }],
      [],
      [],
    ];
    expect(createCalendar(office('UTC', { week: short_friday })).business_day_ms).toBe(7.2 * hour_ms);
  });

  test('an hour that the autumn repeats is open twice, one that the spring skips not at all', () => {
    const night = createCalendar(
      office('Europe/Berlin', {
        week: Array.from({ length: 7 }, () => [{ from_minute: 120, to_minute: 180 }]),
      }),
    );
    const open = (date: string): number => {
      const day = Temporal.PlainDate.from(date);
      const [from, to] = [day, day.add({ days: 1 })].map(
        (local) => local.toZonedDateTime('Europe/Berlin').epochMilliseconds,
      );
      return night.businessMs(from!, to!);
    };
    expect([open('2026-03-28'), open('2026-03-29'), open('2026-10-25')]).toEqual([hour_ms, 0, 2 * hour_ms]);
  });
});

describe('a day can be asked for', () => {
  const calendar = createCalendar(
    office('Europe/Berlin', {
      holidays: new Map([['2026-12-24', [{ from_minute: 720, to_minute: 1440, reason: 'Heiligabend' }]]]),
      closures: new Map([['2026-12-23', [{ from_minute: 600, to_minute: 660, reason: 'fire drill' }]]]),
      closed_spans: [
        {
          from_ms: at('2026-12-22T16:00[Europe/Berlin]'),
          to_ms: at('2026-12-22T20:00[Europe/Berlin]'),
          reason: 'party',
        },
      ],
    }),
  );
  const local = (date: string): unknown => {
    const { open, closed_by } = calendar.dayAt(date);
    const time = (ms: number): string =>
      Temporal.Instant.fromEpochMilliseconds(ms)
        .toZonedDateTimeISO('Europe/Berlin')
        .toPlainTime()
        .toString()
        .slice(0, 5);
    return [...open.map(({ from_ms, to_ms }) => `${time(from_ms)}-${time(to_ms)}`), ...closed_by];
  };

  test('when it is open, and why it is closed', () => {
    expect(local('2026-12-21')).toEqual(['09:00-17:00']);
    expect(local('2026-12-22')).toEqual(['09:00-16:00', 'party']);
    expect(local('2026-12-23')).toEqual(['09:00-10:00', '11:00-17:00', 'fire drill']);
    expect(local('2026-12-24')).toEqual(['09:00-12:00', 'Heiligabend']);
    expect(local('2026-12-26')).toEqual([]);
  });

  test('a day that begins in another UTC day is one span', () => {
    const always = createCalendar(
      office('Asia/Shanghai', {
        week: Array.from({ length: 7 }, () => [{ from_minute: 0, to_minute: 1440 }]),
      }),
    );
    const from_ms = at('2026-06-15T00:00[Asia/Shanghai]');
    expect(always.dayAt('2026-06-15').open).toEqual([{ from_ms, to_ms: from_ms + 24 * hour_ms }]);
  });

  test('a date that the zone skipped is never open', () => {
    expect(createCalendar(office('Pacific/Apia')).dayAt('2011-12-30').open).toEqual([]);
  });
});

describe('for any calendar, zone and time', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'America/Sao_Paulo',
    'Africa/Casablanca',
    'Pacific/Apia',
    'UTC',
  ];
  const intervals = fc
    .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 0, maxLength: 6 })
    .map((edges) => {
      const sorted = edges.toSorted((a, b) => a - b);
      return Array.from({ length: Math.floor(sorted.length / 2) }, (_, pair) => ({
        from_minute: sorted[2 * pair]!,
        to_minute: sorted[2 * pair + 1]!,
      }));
    });
  // Days around changes of the clocks, a skipped local date (Apia, 2011-12-30) and ordinary ones.
  const dates = [
    '2011-12-29',
    '2011-12-31',
    '2006-11-05',
    '2018-11-04',
    '2026-03-08',
    '2026-03-29',
    '2026-04-05',
    '2026-10-25',
    '2026-11-01',
    '2026-06-15',
  ];
  const calendars = fc
    .record({
      time_zone: fc.constantFrom(...zones),
      week: fc.array(intervals, { minLength: 7, maxLength: 7 }),
      holidays: fc.subarray(dates).map((list) => new Map(list.map((date) => [date, [wholeDay('holiday')]]))),
      working_days: fc
        .array(fc.tuple(fc.constantFrom(...dates), intervals), { maxLength: 3 })
        .map((list) => new Map(list)),
    })
    .map(({ time_zone, ...more }) => office(time_zone, more))
    .filter(({ week }) => week.some((day) => day.length > 0));
  const instants = fc
    .tuple(fc.constantFrom(...dates), fc.integer({ min: -36 * 60, max: 60 * 60 }))
    .map(([date, minutes]) => Date.parse(date) + minutes * minute_ms);
  const runs = { numRuns: 150 };

  test('elapsed time adds up', () => {
    fc.assert(
      fc.property(calendars, fc.array(instants, { minLength: 3, maxLength: 3 }), (definition, times) => {
        const [a, b, c] = times.sort((x, y) => x - y) as [number, number, number];
        const calendar = createCalendar(definition);
        expect(calendar.businessMs(a, b) + calendar.businessMs(b, c)).toBe(calendar.businessMs(a, c));
      }),
      // Up to twenty years each.
      { numRuns: 30 },
    );
  });

  test('what was added has elapsed at the due time, and not a millisecond before', () => {
    fc.assert(
      fc.property(
        calendars,
        instants,
        fc.integer({ min: 1, max: 400 * hour_ms }),
        (definition, start, target) => {
          const calendar = createCalendar(definition);
          const due = calendar.dueAt(start, target);
          expect(calendar.businessMs(start, due)).toBe(target);
          expect(calendar.businessMs(start, due - 1)).toBe(target - 1);
        },
      ),
      runs,
    );
  });

  test('a later start or a larger target is never due earlier', () => {
    const spans = fc.integer({ min: 0, max: 50 * hour_ms });
    fc.assert(
      fc.property(calendars, instants, spans, spans, spans, (definition, start, later, target, more) => {
        const calendar = createCalendar(definition);
        expect(calendar.dueAt(start + later, target)).toBeGreaterThanOrEqual(calendar.dueAt(start, target));
        expect(calendar.dueAt(start, target + more)).toBeGreaterThanOrEqual(calendar.dueAt(start, target));
      }),
      runs,
    );
  });
});
