// Laws of amounts: nothing of a deal is lost or made, and credit follows its size.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NativeEvent } from '../../support/revloop.ts';
import { facts } from '../credits.ts';
import { attribute, type Row } from '../reference/attribution.ts';
import { inMinor } from '../reference/booking.ts';
import { weightUnits } from '../reference/deal.ts';
import { factOf, inOrder, type Fact } from '../reference/fact.ts';
import { ruleModels } from '../reference/rule-models.ts';
import { accounts, byDeal, custom, holds, lookback_days, policy, stream, sum } from './generated.ts';
import { straight } from './straight.ts';

/** What a deal's own events say it is worth: its amount and its refunds. Nothing where it is lost, refunds only while it is won. */
const worthOf = (events: readonly Fact[]): bigint | undefined => {
  let [state, value, refunded] = ['', 0n, 0n];
  for (const { type, amount, currency = '' } of [...events].sort(inOrder)) {
    const stated = amount === undefined ? undefined : inMinor({ amount, currency });
    const isAgain = type === 'opportunity_won' && state === type;
    if (!isAgain) refunded = 0n;
    state = type;
    if (isAgain && (stated ?? 0n) < 0n) refunded += stated ?? 0n;
    else value = stated ?? value;
  }
  return state === 'opportunity_lost' ? undefined : value + refunded;
};

const worthByDeal = (events: readonly NativeEvent[]): ReadonlyMap<string, bigint> => {
  const own = facts(events).filter(({ opportunity_id }) => opportunity_id !== undefined);
  const deals = Map.groupBy(own, ({ opportunity_id }) => opportunity_id ?? '');
  return new Map(
    [...deals].flatMap(([id, list]) => {
      const worth = worthOf(list);
      return worth === undefined ? [] : [[id, worth] as const];
    }),
  );
};

/** Money by row, told together where two refunds fall on the same instant; and how many rows that are. */
const moneyByRow = (rows: readonly Row[]): ReadonlyMap<string, { minor: bigint; rows: bigint }> => {
  const money = new Map<string, { minor: bigint; rows: bigint }>();
  for (const { opportunity_id, model, touch, converted_at, minor } of rows) {
    const key = `${opportunity_id} ${model} ${touch?.event_id ?? '-'} ${converted_at}`;
    const so_far = money.get(key) ?? { minor: 0n, rows: 0n };
    money.set(key, { minor: so_far.minor + minor, rows: so_far.rows + 1n });
  }
  return money;
};

describe('conservation', () => {
  test('weights sum to exactly 1 and money to exactly the amount plus refunds, by every model, policy and window', () => {
    holds(
      fc.tuple(accounts, policy, lookback_days, custom),
      ([plans, own, days, model]) => {
        const events = stream(plans);
        const worth = worthByDeal(events);
        const deals = byDeal(attribute(facts(events), { lookback_days: days, policy: own, custom: [model] }));
        for (const rows of deals) {
          expect(sum(rows.map(({ weight }) => weight))).toBe(weightUnits);
          expect(sum(rows.map(({ minor }) => minor))).toBe(worth.get(rows[0]?.opportunity_id ?? ''));
        }
        expect(new Set(deals.map(([row]) => row?.opportunity_id))).toEqual(new Set(worth.keys()));
      },
      200,
    );
  });

  test('scaling every amount scales every credit, to the minor unit', () => {
    holds(fc.tuple(accounts, policy, custom), ([plans, own, model]) => {
      const scaled = (factor: number): readonly Row[] =>
        attribute(
          facts(stream(plans)).map((fact) =>
            fact.amount === undefined
              ? fact
              : {
                  ...fact,
                  amount: `${fact.amount.startsWith('-') ? '-' : ''}${factor * 1000}`,
                  currency: 'EUR',
                },
          ),
          { lookback_days: 90, policy: own, custom: [model] },
        );
      const [once, often] = [scaled(1), scaled(7)];
      const weights = (rows: readonly Row[]) =>
        rows.filter(({ weight }) => weight > 0n).map(({ weight }) => weight);
      expect(weights(often)).toEqual(weights(once));
      const [small, large] = [moneyByRow(once), moneyByRow(often)];
      for (const [key, { minor, rows }] of large) {
        const apart = minor - 7n * (small.get(key)?.minor ?? 0n);
        expect(apart >= -7n * rows && apart <= 7n * rows).toBe(true);
      }
    });
  });

  test('two halves of a deal earn what the whole earns by the rule models, Shapley and custom ones, to the minor unit', () => {
    // Both must be open before either is won: a deal that begins with its win begins after the other's.
    const created = straight.filter((events) => events.some(({ type }) => type === 'opportunity_created'));
    holds(fc.tuple(created, custom), ([events, model]) => {
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
          { lookback_days: 90, policy: 'productive', models: [...ruleModels, 'shapley'], custom: [model] },
        );
        return new Map(
          [...Map.groupBy(rows, ({ model, touch }) => `${model} ${touch?.event_id ?? '-'}`)].map(
            ([key, own]) => [key, Number(sum(own.map(({ minor }) => minor)))] as const,
          ),
        );
      };
      const whole = earned(events);
      for (const [key, minor] of earned(split))
        expect(Math.abs(minor - (whole.get(key) ?? 0))).toBeLessThanOrEqual(2);
    });
  });
});
