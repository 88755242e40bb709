// What analysts read of handoffs that several policies judge, on worked figures.
import { afterAll, expect, test } from 'vitest';
import { analyst, services } from '../support/revloop.ts';
import { act, answered, clock, put, run } from './sla-rows.ts';

const owner = services();
const warehouse = analyst();
afterAll(() => Promise.all([owner.close(), warehouse.close()]));

test('of two clocks that wait for the decision the one due first is shown, whole; of one taken back nothing is', async () => {
  const whose = { account_id: `${run}-two`, contact_id: `${run}-tom` };
  const void_clock = { level: 'unknown', outcome: 'void' };
  await put(
    owner,
    [
      ...clock(
        'a-later',
        'two',
        ['started', 0, { due_at: 120, owner_id: 'sam' }],
        ['met', 50, { due_at: 120, business_seconds: 3000, outcome: 'mql_accepted', derived_at: 52 }],
      ),
      ...clock(
        'b-first',
        'two',
        ['started', 0, { due_at: 30, owner_id: 'sam' }],
        act('paused', 10, 'sam', { reason: 'waiting_for_buyer', due_at: 30 }),
        act('resumed', 40, 'sam', { due_at: 60 }),
        ['met', 50, { due_at: 60, business_seconds: 1200, outcome: 'mql_accepted', derived_at: 51 }],
      ),
      ...clock(
        'c-void',
        'two',
        ['started', 0, { due_at: 5, owner_id: 'sam' }],
        ['breached', 5, { due_at: 5, owner_id: 'sam' }],
        ['withdrawn', 6, { due_at: 5, ...void_clock }],
      ),
    ],
    [
      { type: 'mql_created', event_id: 'two', at: 0, owner_id: 'sam', ...whose },
      { type: 'mql_accepted', event_id: 'two-accepted', at: 50, ...whose },
    ],
  );
  expect(
    await warehouse.query(
      'SELECT policy_id, due_at, outcome, business_seconds, breached FROM handoffs WHERE handoff_id = {handoff_id:String}',
      { handoff_id: `test/${run}-two` },
    ),
  ).toEqual([
    {
      policy_id: `${run}-b-first`,
      due_at: answered(60),
      outcome: 'accepted',
      business_seconds: '1200',
      breached: false,
    },
  ]);
});
