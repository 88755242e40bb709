// Chapter 4 of the tour.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/revloop.ts';
import { acme } from './acme.ts';

/** Attribution: who earned the 100,000.00. */
export const attributionChapter = (warehouse: ClickHouse): void => {
  describe('4. attribution: who earned the 100,000.00', () => {
    const credits = (relation: string, model: string, policy: string) =>
      warehouse.query<{ touch: string; amount: string }>(
        `SELECT replaceOne(touch_event_id, '${acme}-', '') AS touch, toString(toDecimal64(amount, 2)) AS amount FROM ${relation}
       WHERE account_id = '${acme}' AND model = '${model}' AND stage_credit = '${policy}' AND lookback_days = 90 ORDER BY touched_at`,
      );

    test('full_path gives the handoff that worked its credit, not the one that was thrown back', async () => {
      const rows = await credits(
        `attribution(lookback_days = 90, stage_credit = 'productive', as_of = now64(3))`,
        'full_path',
        'productive',
      );
      expect(rows.map(({ touch, amount }) => `${touch} ${amount}`)).toEqual([
        't1 22500',
        't2 5000',
        't3 5000',
        't4 22500',
        't5 22500',
        't6 22500',
      ]);
    });

    test('rescue shares it with the touch that won Acme back', async () => {
      const rows = await credits(
        `attribution(lookback_days = 90, stage_credit = 'rescue', as_of = now64(3))`,
        'full_path',
        'rescue',
      );
      expect(rows.map(({ amount }) => amount)).toEqual([
        '22500',
        '10000',
        '11250',
        '11250',
        '22500',
        '22500',
      ]);
    });

    test('the service keeps the same numbers ready, and channels add up to the amount', async () => {
      const rows = await eventually(
        'credits',
        () => credits('attribution_credits', 'full_path', 'rescue'),
        (found) => found.length === 6,
      );
      expect(rows.map(({ amount }) => amount)).toEqual([
        '22500',
        '10000',
        '11250',
        '11250',
        '22500',
        '22500',
      ]);
      const sums = await warehouse.query(
        `SELECT toString(sum(amount)) AS amount, toString(sum(weight)) AS weight FROM attribution_credits
       WHERE account_id = '${acme}' GROUP BY model, stage_credit, lookback_days`,
      );
      expect(new Set(sums.map((sum) => JSON.stringify(sum)))).toEqual(
        new Set([JSON.stringify({ amount: '100000', weight: '1' })]),
      );
    });

    test('an earlier report can be had again: before anything was received, nobody had earned anything', async () => {
      expect(
        await warehouse.query(
          `SELECT * FROM attribution(lookback_days = 90, stage_credit = 'productive', as_of = '2020-01-01 00:00:00') WHERE account_id = '${acme}'`,
        ),
      ).toEqual([]);
    });
  });
};
