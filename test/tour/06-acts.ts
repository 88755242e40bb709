// Chapter 6 of the tour.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { describe, expect, test } from 'vitest';
import { emit, eventually, serviceUrl, settings } from '../support/revloop.ts';
import { at } from '../support/worked-example.ts';
import { acme, one } from './acme.ts';

/** A second contact of Acme's, Cy, whom nobody has called. */
const handoff_id = `local/${acme}-cy-mql`;

/** Somebody does something about Cy's handoff; the answer comes when Kafka has it. */
const act = (update: object, key = settings()['REVLOOP_ALERTING_KEY'] ?? ''): Promise<Response> =>
  fetch(`${serviceUrl('ALERTING')}/v1/handoffs/${encodeURIComponent(handoff_id)}/updates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(update),
  });

/** Acts: what people do about a handoff that waits too long. */
export const actsChapter = (warehouse: ClickHouse): void => {
  const breach = (): Promise<Record<string, unknown>> =>
    one(
      warehouse,
      `SELECT owner_id, acknowledged_by, resolved_by FROM sla_breaches
       WHERE handoff_id = '${handoff_id}' AND policy_id = 'mql_decision' AND level = 'breach'`,
    );

  describe('6. acts: what people do about a handoff that waits too long', () => {
    test('Sam acknowledges a breach: it is his, and everybody sees that he is on it', async () => {
      const cy = { account_id: acme, contact_id: `${acme}-cy`, owner_id: 'sam' };
      await emit({ event_id: `${acme}-cy-mql`, type: 'mql_created', occurred_at: at(80), ...cy });
      await eventually('the breach', breach, ({ owner_id }) => owner_id === 'sam');
      expect((await act({ action: 'acknowledged', actor: 'sam', note: 'calling today' })).status).toBe(202);
      await eventually('acknowledged', breach, ({ acknowledged_by }) => acknowledged_by === 'sam');
    });

    test('it is reassigned to Kim, who has not seen it yet, and she calls it resolved', async () => {
      expect((await act({ action: 'reassigned', actor: 'sam', owner_id: 'tour-kim' })).status).toBe(202);
      await eventually('Kim’s', breach, ({ owner_id }) => owner_id === 'tour-kim');
      expect(await breach()).toMatchObject({ acknowledged_by: '' });
      const resolved = { action: 'resolved', actor: 'tour-kim', note: 'they signed with somebody else' };
      expect((await act(resolved)).status).toBe(202);
      await eventually('resolved', breach, ({ resolved_by }) => resolved_by === 'tour-kim');
    });

    test('who may not act, or says it wrongly, hears why, and does nothing', async () => {
      expect((await act({ action: 'resolved', actor: 'eve' }, 'guessed')).status).toBe(401);
      const answer = await act({ action: 'snoozed', actor: 'tour-kim' });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: { code: 'missing_field' } });
    });

    test('every act is kept, with who and when, and counted by the clocks that ran', async () => {
      const acts = await warehouse.query(
        `SELECT action, actor, owner_id, note, counted FROM handoff_updates WHERE handoff_id = '${handoff_id}' ORDER BY at`,
      );
      expect(acts).toEqual([
        { action: 'acknowledged', actor: 'sam', owner_id: '', note: 'calling today', counted: true },
        { action: 'reassigned', actor: 'sam', owner_id: 'tour-kim', note: '', counted: true },
        {
          action: 'resolved',
          actor: 'tour-kim',
          owner_id: '',
          note: 'they signed with somebody else',
          counted: true,
        },
      ]);
    });

    test('and it stays a breach, and the handoff open: what people do is no answer, and improves no figure', async () => {
      expect(
        await one(
          warehouse,
          `SELECT outcome, owner_id, breached FROM handoffs WHERE handoff_id = '${handoff_id}'`,
        ),
      ).toEqual({ outcome: 'open', owner_id: 'tour-kim', breached: true });
      expect(
        await one(
          warehouse,
          `SELECT toUInt32(sum(sla.clocks)) AS clocks, toUInt32(sum(sla.breached)) AS breached, toUInt32(sum(sla.acknowledged)) AS acknowledged
           FROM sla_compliance AS sla WHERE owner_id = 'tour-kim' AND policy_id = 'mql_decision' AND week = toMonday(toDate('${at(80).slice(0, 10)}'))`,
        ),
      ).toEqual({ clocks: 1, breached: 1, acknowledged: 1 });
    });
  });
};
