// Chapter 3 of the tour.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { describe, expect, test } from 'vitest';
import { at } from '../support/worked-example.ts';
import { acme, one } from './acme.ts';

/** The ledger: how Acme moved through the funnel. */
export const ledgerChapter = (warehouse: ClickHouse): void => {
  describe('3. the ledger: how Acme moved through the funnel', () => {
    test('every visit has its number; the rejection is a loop and begins cycle 2', async () => {
      const visits = await warehouse.query(
        `SELECT stage, visit_no, cycle_no, direction, reason, replaceOne(anchor_event_id, '${acme}-', '') AS anchor FROM stage_visits WHERE account_id = '${acme}' ORDER BY entered_at`,
      );
      expect(visits).toEqual([
        { stage: 'engaged', visit_no: '1', cycle_no: '1', direction: 'forward', reason: '', anchor: 't1' },
        { stage: 'mql', visit_no: '1', cycle_no: '1', direction: 'forward', reason: '', anchor: 't2' },
        {
          stage: 'engaged',
          visit_no: '2',
          cycle_no: '2',
          direction: 'back',
          reason: 'no_budget',
          anchor: 't2',
        },
        { stage: 'mql', visit_no: '2', cycle_no: '2', direction: 'forward', reason: '', anchor: 't4' },
        { stage: 'accepted', visit_no: '1', cycle_no: '2', direction: 'forward', reason: '', anchor: 't4' },
        {
          stage: 'opportunity',
          visit_no: '1',
          cycle_no: '2',
          direction: 'forward',
          reason: '',
          anchor: 't5',
        },
        { stage: 'won', visit_no: '1', cycle_no: '2', direction: 'forward', reason: '', anchor: 't6' },
      ]);
    });

    test('the touches before the visitor was identified are Acme’s', async () => {
      expect(
        await one(
          warehouse,
          `SELECT entered_at, contact_id FROM stage_visits WHERE account_id = '${acme}' AND stage = 'engaged' AND visit_no = 1`,
        ),
      ).toEqual({
        entered_at: at(0),
        contact_id: `${acme}-ada`,
      });
    });
  });
};
