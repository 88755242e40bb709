// Chapter 5 of the tour.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { describe, expect, test } from 'vitest';
import { emit, eventually } from '../support/revloop.ts';
import { at } from '../support/worked-example.ts';
import { acme } from './acme.ts';

/** Alerting: the handoffs and their clocks. */
export const alertingChapter = (warehouse: ClickHouse): void => {
  describe('5. alerting: the handoffs and their clocks', () => {
    test('both handoffs are known, when they were due and what became of them', async () => {
      const handoffs = await eventually(
        'the clocks',
        () =>
          warehouse.query<Record<string, unknown>>(
            `SELECT outcome, reason, owner_id, breached, policy_id, isNotNull(due_at) AS has_due FROM handoffs WHERE account_id = '${acme}' ORDER BY opened_at`,
          ),
        (rows) => rows.length === 2 && rows.every(({ has_due }) => has_due === 1),
      );
      // Two days for the first decision, one for the second: four business hours were allowed.
      expect(handoffs).toEqual([
        {
          outcome: 'rejected',
          reason: 'no_budget',
          owner_id: '',
          breached: true,
          policy_id: 'mql_decision',
          has_due: 1,
        },
        {
          outcome: 'accepted',
          reason: '',
          owner_id: 'sam',
          breached: true,
          policy_id: 'mql_decision',
          has_due: 1,
        },
      ]);
    });

    test('a decision that was in time but arrived late takes the breach back', async () => {
      const contact = { account_id: `${acme}-late`, contact_id: `${acme}-late-bo` };
      await emit({ event_id: `${acme}-late-mql`, type: 'mql_created', occurred_at: at(4), ...contact });
      const breaches = () =>
        warehouse.query<{ level: string }>(
          `SELECT level FROM sla_breaches WHERE account_id = '${acme}-late' AND policy_id = 'mql_decision'`,
        );
      await eventually('the breach', breaches, (rows) => rows.length > 0);
      await emit({
        event_id: `${acme}-late-accepted`,
        type: 'mql_accepted',
        occurred_at: new Date(Date.parse(at(4)) + 60_000).toISOString(),
        ...contact,
      });
      await eventually('no breach any more', breaches, (rows) => rows.length === 0);
    });
  });
};
