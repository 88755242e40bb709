// Refunds: what a repeated win with a negative amount takes back, from whom, and when.
import { minorDigits } from '@revloop/schemas/currency.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from '../../support/worked-example.ts';
import { facts } from '../credits.ts';
import { attribute, type Row } from '../reference/attribution.ts';
import { models } from '../reference/models.ts';
import { accounts, byDeal, custom, holds, policy, stream, sum } from './generated.ts';
import { contact, deal, happened, touch, won, type Told } from './story.ts';
import { straight } from './straight.ts';

const view = { lookback_days: 90, policy: 'productive' } as const;
const day = (converted_at: number | null): number | string =>
  converted_at === null ? 'open' : (converted_at - Date.parse(at(0))) / 86_400_000;
/** By day of conversion or refund: what each touch gets, in minor units. */
const booked = (story: readonly Told[], model: 'linear' | 'u_milestone' = 'linear') =>
  attribute(facts(story), { ...view, models: [model] }).map(
    (row) => `day ${day(row.converted_at)} ${row.touch?.event_id ?? row.row_kind} ${row.minor}`,
  );
const three = [touch('a', 1), touch('b', 2), touch('c', 3)];

describe('a repeated win', () => {
  test('with a negative amount is a refund: dealt out like the amount, on its own day, with weight 0', () => {
    const rows = attribute(facts([...three, won(10, '100.00'), won(20, '-50.00')]), {
      ...view,
      models: ['linear'],
    });
    expect(booked([...three, won(10, '100.00'), won(20, '-50.00')])).toEqual([
      'day 10 a 3334',
      'day 10 b 3333',
      'day 10 c 3333',
      'day 20 a -1667',
      'day 20 b -1667',
      'day 20 c -1666',
    ]);
    expect(rows.filter(({ refund_no }) => refund_no > 0).map(({ weight }) => weight)).toEqual([0n, 0n, 0n]);
  });

  test('with another amount corrects it; refunds before and after stand', () => {
    expect(
      booked([touch('a', 1), won(10, '100.00'), won(20, '-5.00'), won(30, '80.00'), won(40, '-0.01')]),
    ).toEqual(['day 10 a 8000', 'day 20 a -500', 'day 40 a -1']);
  });

  test('with an amount of 0 corrects it to 0', () => {
    expect(booked([touch('a', 1), won(10, '100.00'), won(20, '0')])).toEqual(['day 10 a 0']);
  });

  test('refunds the unattributed part too', () => {
    const story = [happened('mql_created', 0, contact), touch('a', 1), won(10, '100.00'), won(20, '-10.00')];
    expect(booked(story, 'u_milestone')).toEqual([
      'day 10 a 5000',
      'day 10 unattributed 5000',
      'day 20 a -500',
      'day 20 unattributed -500',
    ]);
    expect(booked([won(10, '100.00'), won(20, '-10.00')])).toEqual([
      'day 10 unattributed 10000',
      'day 20 unattributed -1000',
    ]);
  });
});

describe('a win', () => {
  test('that begins with a negative amount is just a negative amount', () => {
    expect(booked([touch('a', 1), won(10, '-5.00')])).toEqual(['day 10 a -500']);
  });

  test('after a loss is a win of its own: refunds of the former went with it', () => {
    const lost = happened('opportunity_lost', 30, { ...deal, reason: 'price' });
    expect(booked([touch('a', 1), won(10, '100.00'), won(20, '-5.00'), lost])).toEqual([]);
    expect(booked([touch('a', 1), won(10, '100.00'), won(20, '-5.00'), lost, won(40, '70.00')])).toEqual([
      'day 40 a 7000',
    ]);
    expect(booked([touch('a', 1), won(10, '100.00'), won(20, '-5.00'), lost, won(40, '-7.00')])).toEqual([
      'day 40 a -700',
    ]);
  });

  test('that is opened again is pending with the newest amount that is no refund', () => {
    const again = happened('opportunity_created', 30, deal);
    expect(booked([touch('a', 1), won(10, '100.00'), won(20, '-5.00'), again])).toEqual([
      'day open pending 10000',
    ]);
  });
});

describe('laws', () => {
  test('a refund changes nothing of the win’s own rows, and by every model takes back exactly itself', () => {
    holds(accounts, (plans) => {
      const events = stream(plans);
      const before = attribute(facts(events), view);
      const deals = before.filter(({ model, row_kind }) => model === 'linear' && row_kind !== 'pending');
      const refunds = [...Map.groupBy(deals, ({ opportunity_id }) => opportunity_id).values()].map(
        ([deal]) => ({
          type: 'opportunity_won',
          event_id: `back-${deal?.opportunity_id}`,
          occurred_at: '2026-01-01T00:00:00.000Z',
          account_id: deal?.account_id,
          opportunity_id: deal?.opportunity_id,
          amount: '-7',
          currency: deal?.currency,
        }),
      );
      const after = attribute(facts([...events, ...refunds]), view);
      const isBack = ({ converted_at }: Row): boolean => converted_at === Date.UTC(2026, 0, 1);
      expect(after.filter((row) => !isBack(row))).toEqual(before);
      const reversals = byDeal(after.filter(isBack));
      expect(reversals).toHaveLength(refunds.length * models.length);
      for (const rows of reversals)
        expect(sum(rows.map(({ minor }) => minor))).toBe(
          -7n * 10n ** BigInt(minorDigits(rows[0]?.currency ?? '')),
        );
    });
  });

  test('a refund of the whole amount leaves nothing to anybody', () => {
    holds(fc.tuple(straight, policy, custom), ([events, own, model]) => {
      const back = {
        ...events.at(-1),
        event_id: 'back',
        occurred_at: '2026-01-01T00:00:00.000Z',
        amount: '-100.00',
      };
      const rows = attribute(facts([...events, back]), { lookback_days: 90, policy: own, custom: [model] });
      const left = Map.groupBy(rows, (row) => `${row.model} ${row.touch?.event_id ?? '-'}`);
      for (const parts of left.values()) expect(sum(parts.map(({ minor }) => minor))).toBe(0n);
    });
  });
});
