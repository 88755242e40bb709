// What analysts read of pauses and other acts, on worked figures.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyst, services } from '../support/revloop.ts';
import { act, answered, clock, put, rowsOf, run, short_name, type EventRow } from './sla-rows.ts';

const owner = services();
const warehouse = analyst();
afterAll(() => Promise.all([owner.close(), warehouse.close()]));

describe('pauses', () => {
  const waiting = { reason: 'waiting_for_buyer' };
  const columns = `team, paused_at, resumed_at, reason, actor, resumed_by,
    if(isNull(resumed_at), -1, seconds) AS seconds, toUInt32(buyer_events) AS buyer_events, first_buyer_event_at, buyer_acted`;

  beforeAll(async () => {
    const begun = ['started', 0, { owner_id: 'sam', team: 'west', due_at: 60 }] as const;
    await put(
      owner,
      [
        ...clock(
          'pauses',
          'busy',
          begun,
          act('paused', 10, 'sam', waiting),
          act('paused', 12, 'ann', { reason: 'holiday' }),
          act('resumed', 40, 'kim', { due_at: 90 }),
          act('resumed', 41, 'ann', { due_at: 90 }),
          act('paused', 50, 'sam', { ...waiting, due_at: 90 }),
          act('resumed', 55, 'sam', { due_at: 95 }),
          act('reassigned', 56, 'ann', { owner_id: 'kim', team: 'east', due_at: 95 }),
          ['breached', 95, { owner_id: 'kim', team: 'east', due_at: 95 }],
          act('acknowledged', 97, 'kim', { owner_id: 'kim', due_at: 95 }),
          // It arrives last, and says who owed the answer then.
          act('commented', 5, 'sam', { owner_id: 'sam', team: 'west', derived_at: 300 }),
        ),
        ...clock(
          'pauses',
          'quiet',
          begun,
          act('paused', 10, 'sam', waiting),
          ['met', 50, { owner_id: 'ann', business_seconds: 1200, outcome: 'mql_accepted', due_at: 100 }],
          act('paused', 51, 'sam', waiting),
        ),
        ...clock('pauses', 'lasting', begun, act('paused', 20, 'sam', waiting)),
        ...clock('pauses', 'plain', begun, ['breached', 60, { owner_id: 'sam', team: 'west' }]),
      ],
      [
        {
          type: 'mql_created',
          event_id: 'busy',
          at: 0,
          account_id: `${run}-busy`,
          contact_id: `${run}-bo`,
          owner_id: 'sam',
        },
        {
          type: 'contact_identified',
          event_id: 'bo',
          at: -90,
          account_id: `${run}-busy`,
          contact_id: `${run}-bo`,
        },
        // Before the pause, twice in it (once as a visitor who says later who it is), and at the moment it ended.
        { type: 'content_viewed', event_id: 'v1', at: 9, account_id: `${run}-busy` },
        { type: 'content_viewed', event_id: 'v2', at: 20, contact_id: `${run}-bo` },
        { type: 'content_viewed', event_id: 'v3', at: 15, anonymous_id: `${run}-visitor` },
        {
          type: 'contact_identified',
          event_id: 'v4',
          at: 30,
          anonymous_id: `${run}-visitor`,
          contact_id: `${run}-bo`,
        },
        { type: 'content_viewed', event_id: 'v5', at: 40, account_id: `${run}-busy` },
        // What sales does is not the buyer's.
        {
          type: 'opportunity_created',
          event_id: 'o1',
          at: 52,
          account_id: `${run}-busy`,
          opportunity_id: 'o',
        },
        { type: 'content_viewed', event_id: 'v6', at: 20, account_id: `${run}-somebody-else` },
        { type: 'content_viewed', event_id: 'v7', at: 30, account_id: `${run}-lasting` },
      ],
    );
  });

  test('sla_pauses: from the pause until somebody resumes or the answer comes, and whether the buyer acted meanwhile', async () => {
    const paused = { team: 'west', reason: 'waiting_for_buyer', actor: 'sam' };
    const calm = { buyer_events: 0, first_buyer_event_at: null, buyer_acted: false };
    expect(await rowsOf(warehouse, 'sla_pauses', 'pauses', `${short_name}, ${columns}`)).toEqual([
      {
        ...paused,
        handoff: 'busy',
        paused_at: answered(10),
        resumed_at: answered(40),
        resumed_by: 'kim',
        seconds: 1800,
        buyer_events: 3,
        first_buyer_event_at: answered(15),
        buyer_acted: true,
      },
      {
        ...paused,
        ...calm,
        handoff: 'busy',
        paused_at: answered(50),
        resumed_at: answered(55),
        resumed_by: 'sam',
        seconds: 300,
      },
      {
        ...paused,
        handoff: 'lasting',
        paused_at: answered(20),
        resumed_at: null,
        resumed_by: '',
        seconds: -1,
        buyer_events: 1,
        first_buyer_event_at: answered(30),
        buyer_acted: true,
      },
      {
        ...paused,
        ...calm,
        handoff: 'quiet',
        paused_at: answered(10),
        resumed_at: answered(50),
        resumed_by: '',
        seconds: 2400,
      },
    ]);
  });

  test('sla_compliance: by the team where clocks began, with how many were acknowledged and how fast, and how long they were paused', async () => {
    const counted = `team, owner_id, toUInt32(clocks) AS clocks, toUInt32(met) AS met, toUInt32(breached) AS breached, toUInt32(acknowledged) AS acknowledged,
      acknowledged_share, median_seconds_to_acknowledge, toUInt32(paused) AS paused, if(open > 0, -1, median_paused_seconds) AS median_paused_seconds`;
    const none = { acknowledged: 0, acknowledged_share: null, median_seconds_to_acknowledge: null };
    expect(await rowsOf(warehouse, 'sla_compliance', 'pauses', counted)).toEqual([
      // Who answered.
      {
        ...none,
        team: 'west',
        owner_id: 'ann',
        clocks: 1,
        met: 1,
        breached: 0,
        paused: 1,
        median_paused_seconds: 2400,
      },
      // Whom it was given to.
      {
        team: 'west',
        owner_id: 'kim',
        clocks: 1,
        met: 0,
        breached: 1,
        acknowledged: 1,
        acknowledged_share: 1,
        median_seconds_to_acknowledge: 120,
        paused: 1,
        median_paused_seconds: 2100,
      },
      {
        ...none,
        team: 'west',
        owner_id: 'sam',
        clocks: 2,
        met: 0,
        breached: 1,
        acknowledged_share: 0,
        paused: 1,
        median_paused_seconds: -1,
      },
    ]);
  });

  test('handoffs: acts change neither outcome nor verdict; a pause moves the due time, a reassignment the owner', async () => {
    expect(
      await warehouse.query(
        'SELECT due_at, outcome, owner_id, breached, decided_at FROM handoffs WHERE handoff_id = {handoff_id:String}',
        { handoff_id: `test/${run}-busy` },
      ),
    ).toEqual([{ due_at: answered(95), outcome: 'open', owner_id: 'kim', breached: true, decided_at: null }]);
  });
});

test('handoff_updates: every act as it was said, and whether a clock took it', async () => {
  const handoff_id = `test/${run}-updated`;
  const said = (
    event_id: string,
    at: number,
    action: string,
    more: Record<string, string> = {},
    rest = {},
  ): EventRow => ({
    type: 'handoff_updated',
    event_id,
    at,
    contact_id: `${run}-una`,
    properties: { handoff_id, action, actor: 'sam', ...more },
    ...rest,
  });
  await put(
    owner,
    clock('updates', 'updated', ['snoozed', 5, { actor: 'sam', cause_event_id: `${run}-u1`, until: 90 }]),
    [
      said('u1', 5, 'snoozed', { until: '2026-03-02T11:30:00+01:00', note: 'they call back' }),
      said('u2', 6, 'reassigned', {}, { owner_id: 'kim', reason: 'holiday' }),
    ],
  );
  const rows = await warehouse.query(
    'SELECT * FROM handoff_updates WHERE handoff_id = {handoff_id:String} ORDER BY at',
    { handoff_id },
  );
  const both = { handoff_id, account_id: '', contact_id: `${run}-una`, actor: 'sam', source: 'test' };
  expect(rows).toEqual([
    {
      ...both,
      action: 'snoozed',
      owner_id: '',
      reason: '',
      note: 'they call back',
      until: answered(90),
      at: answered(5),
      received_at: answered(5),
      event_id: `${run}-u1`,
      counted: true,
    },
    {
      ...both,
      action: 'reassigned',
      owner_id: 'kim',
      reason: 'holiday',
      note: '',
      until: null,
      at: answered(6),
      received_at: answered(6),
      event_id: `${run}-u2`,
      counted: false,
    },
  ]);
});
