// The laws of docs/semantics.md, held by the reference on generated journeys.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NativeEvent } from '../support/revloop.ts';
import { attributed, facts } from './credits.ts';
import { eventsOf, plan, type Plan } from './journeys.ts';
import { attribute, type Row } from './reference/attribution.ts';
import { factOf } from './reference/fact.ts';
import { weightUnits } from './reference/deal.ts';
import { policies } from './reference/journey.ts';

const accounts = fc.array(plan, { minLength: 1, maxLength: 2 });
const stream = (plans: readonly Plan[]): NativeEvent[] =>
  plans.flatMap((own, index) => eventsOf(`a${index}`, own));
const policy = fc.constantFrom(...policies);
const lookback_days = fc.constantFrom(1, 7, 30, 90, 365);

const holds = <T>(values: fc.Arbitrary<T>, law: (value: T) => void, numRuns = 150): void => {
  fc.assert(
    fc.property(values, (value) => {
      law(value);
    }),
    { numRuns },
  );
};
const grouped = (rows: readonly Row[]): Row[][] =>
  Object.values(
    Object.groupBy(
      rows,
      ({ account_id, opportunity_id, model }) => `${account_id} ${opportunity_id} ${model}`,
    ),
  ) as Row[][];
const sum = (parts: readonly bigint[]): bigint => parts.reduce((all, part) => all + part, 0n);
const reported = (events: readonly NativeEvent[], days = 90): string[] =>
  policies.flatMap((own) => attributed(facts(events), days, own));

/** A walk without a loop and with one candidate per milestone. */
const straight: fc.Arbitrary<NativeEvent[]> = fc
  .record({
    order: fc.uniqueArray(fc.constantFrom('mql_created', 'mql_accepted', 'opportunity_created'), {
      maxLength: 3,
    }),
    before: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
    days: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 20, maxLength: 20 }),
  })
  .map(({ order, before, days }) => {
    const ranked = ['mql_created', 'mql_accepted', 'opportunity_created'].filter((type) =>
      (order as string[]).includes(type),
    );
    const types = [...ranked, 'opportunity_won'].flatMap((type, index) => [
      ...Array.from({ length: before[index] ?? 0 }, () => 'content_viewed'),
      type,
    ]);
    let day = 0;
    return types.map((type, index) => ({
      type,
      event_id: `e${String(index).padStart(2, '0')}`,
      occurred_at: new Date(Date.UTC(2024, 0, 1 + (day += days[index] ?? 0))).toISOString(),
      account_id: 'a',
      ...(type.startsWith('mql') && { contact_id: 'c' }),
      ...(type.startsWith('opp') && { opportunity_id: 'd', amount: '100.00', currency: 'EUR' }),
    }));
  });

describe('laws', () => {
  test('weights sum to exactly 1 and money to exactly the amount', () => {
    holds(
      fc.tuple(accounts, policy, lookback_days),
      ([plans, own, days]) => {
        for (const rows of grouped(attribute(facts(stream(plans)), { lookback_days: days, policy: own }))) {
          expect(sum(rows.map(({ weight }) => weight))).toBe(weightUnits);
          const amounts = new Set(
            grouped(attribute(facts(stream(plans)), { lookback_days: 1, policy: 'first' }))
              .filter(([row]) => row?.opportunity_id === rows[0]?.opportunity_id)
              .map((others) => sum(others.map(({ minor }) => minor))),
          );
          expect([...amounts]).toEqual([sum(rows.map(({ minor }) => minor))]);
        }
      },
      60,
    );
  });

  test('arrival order and duplicates change nothing', () => {
    const arrivals = accounts.chain((plans) => {
      const events = stream(plans);
      return fc.tuple(
        fc.constant(events),
        fc.subarray(events).chain((again) =>
          fc.shuffledSubarray([...events, ...again], {
            minLength: events.length + again.length,
            maxLength: events.length + again.length,
          }),
        ),
      );
    });
    holds(arrivals, ([events, shuffled]) => expect(reported(shuffled)).toEqual(reported(events)), 60);
  });

  test('where every milestone has one candidate and there is no loop, the five policies are one', () => {
    holds(straight, (events) => {
      const [first, ...others] = policies.map((own) => attributed(facts(events), 90, own));
      for (const other of others) expect(other).toEqual(first);
    });
  });

  test('scaling the amount scales every credit, to the minor unit', () => {
    holds(fc.tuple(accounts, policy), ([plans, own]) => {
      const times = (factor: bigint) =>
        attribute(
          facts(stream(plans)).map((fact) =>
            fact.amount === undefined ? fact : { ...fact, amount: String(factor * 1000n), currency: 'EUR' },
          ),
          { lookback_days: 90, policy: own },
        );
      const once = times(1n);
      times(7n).forEach((row, index) => {
        const apart = row.minor - 7n * (once[index]?.minor ?? 0n);
        expect(row.weight).toBe(once[index]?.weight);
        expect(apart >= -7n && apart <= 7n).toBe(true);
      });
    });
  });

  test('a wider window never loses a touch', () => {
    holds(fc.tuple(accounts, policy), ([plans, own]) => {
      const touched = (days: number) =>
        attribute(facts(stream(plans)), { lookback_days: days, policy: own })
          .filter(({ model, row_kind }) => model === 'linear' && row_kind === 'touch')
          .map(({ opportunity_id, touch }) => `${opportunity_id} ${touch?.event_id}`);
      expect(touched(90)).toEqual(expect.arrayContaining(touched(30)));
      expect(touched(365)).toEqual(expect.arrayContaining(touched(90)));
    });
  });

  test('merging two accounts is giving the one the other’s id', () => {
    holds(fc.tuple(plan, plan), ([left, right]) => {
      const events = [...eventsOf('a', left), ...eventsOf('b', right)];
      const merged = events.map((event) =>
        event['account_id'] === 'b' ? { ...event, account_id: 'a' } : event,
      );
      const named = events.map((event) =>
        event['account_id'] === undefined ? event : { ...event, account_id: 'z' },
      );
      expect(reported(named)).toEqual(reported(merged).map((row) => row.replace(/^a /, 'z ')));
    });
  });

  test('renaming channels changes no credit', () => {
    holds(accounts, (plans) => {
      const renamed = stream(plans).map((event) =>
        'channel' in event ? { ...event, channel: 'other' } : event,
      );
      expect(reported(renamed)).toEqual(reported(stream(plans)));
    });
  });

  test('a touch after every win, or of a stranger, changes nothing', () => {
    holds(accounts, (plans) => {
      const events = stream(plans);
      const late = { type: 'content_viewed', occurred_at: '2026-01-01T00:00:00.000Z', account_id: 'a0' };
      const stranger = {
        type: 'content_viewed',
        occurred_at: '2024-01-02T00:00:00.000Z',
        anonymous_id: 'nobody',
      };
      const more = [...events, { ...late, event_id: 'late' }, { ...stranger, event_id: 'stranger' }];
      expect(reported(more)).toEqual(reported(events));
    });
  });

  test('two halves of a deal earn what the whole earns, to the minor unit', () => {
    // Both must be open before either is won: a deal that begins with its win begins after the other's.
    const created = straight.filter((events) => events.some(({ type }) => type === 'opportunity_created'));
    holds(created, (events) => {
      const split = events.flatMap((event) =>
        'amount' in event
          ? ['1', '2'].map((half) => ({
              ...event,
              event_id: event.event_id + half,
              opportunity_id: half,
              amount: '50.00',
            }))
          : [event],
      );
      const earned = (list: readonly NativeEvent[]) => {
        const rows = attribute(
          list.map((event) => factOf(event)),
          { lookback_days: 90, policy: 'productive' },
        );
        return Object.entries(
          Object.groupBy(rows, ({ model, touch }) => `${model} ${touch?.event_id ?? '-'}`),
        ).map(([key, own]) => [key, Number(sum((own ?? []).map(({ minor }) => minor)))] as const);
      };
      const whole = new Map(earned(events));
      for (const [key, minor] of earned(split))
        expect(Math.abs(minor - (whole.get(key) ?? 0))).toBeLessThanOrEqual(2);
    });
  });
});
