// What analysts read of breaches, acts and pauses, on worked figures.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyst, services } from '../support/revloop.ts';
import { answered, eventRow, factRow, run, type EventRow, type FactRow } from './sla-rows.ts';

const owner = services();
const warehouse = analyst();
afterAll(() => Promise.all([owner.close(), warehouse.close()]));

type More = Omit<FactRow, 'policy_id' | 'handoff_id' | 'fact' | 'at'>;

/** Facts of a clock of one handoff, about an account of the same name. */
const clock = (policy: string, handoff: string) => {
  const whose = {
    policy_id: `${run}-${policy}`,
    handoff_id: `test/${run}-${handoff}`,
    account_id: `${run}-${handoff}`,
  };
  return (fact: FactRow['fact'], at: number, more: More = {}): object =>
    factRow({ ...whose, fact, at, ...more });
};
/** Somebody's act: its event and the clock's fact have one id. */
const act = (fact: FactRow['fact'], at: number, actor: string, more: More = {}) =>
  [fact, at, { actor, cause_event_id: `${fact}-${at}`, ...more }] as const;

const put = async (facts: readonly object[], events: readonly EventRow[] = []): Promise<void> => {
  if (facts.length > 0) await owner.insert('stored_sla_facts', facts);
  if (events.length > 0) await owner.insert('stored_events', events.map(eventRow));
};
const rowsOf = (relation: string, policy: string, columns: string): Promise<object[]> =>
  warehouse.query(`SELECT ${columns} FROM ${relation} WHERE policy_id = {policy_id:String} ORDER BY ALL`, {
    policy_id: `${run}-${policy}`,
  });

describe('sla_breaches: who has taken a breach on', () => {
  const columns = `substring(handoff_id, ${`test/${run}-`.length + 1}) AS handoff, level, owner_id, team, acknowledged_at, acknowledged_by, snoozed_until, resolved_at, resolved_by`;
  const nobody = {
    acknowledged_at: null,
    acknowledged_by: '',
    snoozed_until: null,
    resolved_at: null,
    resolved_by: '',
  };
  const sams = { owner_id: 'sam', team: 'west' };
  const breached = ['breached', 60, sams] as const;

  beforeAll(async () => {
    const of = (handoff: string) => clock('acts', handoff);
    const [seen, given, again, late, over, moot] = ['seen', 'given', 'again', 'late', 'over', 'moot'].map(
      of,
    ) as ReturnType<typeof of>[];
    await put([
      seen!(...breached),
      seen!('breached', 90, { ...sams, level: 'escalation', due_at: 90 }),
      seen!(...act('acknowledged', 70, 'sam', sams)),
      seen!(...act('acknowledged', 75, 'ann', sams)),
      given!(...breached),
      given!(...act('acknowledged', 70, 'sam', sams)),
      given!(...act('reassigned', 80, 'ann', { owner_id: 'kim', team: 'east' })),
      again!(...breached),
      again!(...act('acknowledged', 70, 'sam', sams)),
      again!(...act('reassigned', 80, 'ann', { owner_id: 'kim', team: 'east' })),
      again!(...act('acknowledged', 90, 'kim', { owner_id: 'kim', team: 'east' })),
      // The reassignment of minute 80 arrives after what was done at 90.
      late!(...breached),
      late!(...act('acknowledged', 90, 'kim', { ...sams, derived_at: 91 })),
      late!(...act('reassigned', 80, 'ann', { owner_id: 'kim', team: 'east', derived_at: 120 })),
      over!(...breached),
      over!(...act('snoozed', 65, 'sam', { until: 500 })),
      over!(...act('snoozed', 66, 'sam', { until: 120 })),
      over!(...act('resolved', 70, 'ann')),
      over!(...act('resolved', 95, 'sam')),
      over!(...act('commented', 96, 'sam', { note: 'called them' })),
      moot!(...breached),
      moot!('withdrawn', 30, { derived_at: 61 }),
      moot!(...act('acknowledged', 70, 'sam', sams)),
    ]);
  });

  test('an acknowledgement holds for every level of its clock, from the first one on, until the handoff is reassigned', async () => {
    const seen = {
      ...nobody,
      ...sams,
      handoff: 'seen',
      acknowledged_at: answered(70),
      acknowledged_by: 'sam',
    };
    const kims = { owner_id: 'kim', team: 'east' };
    expect(await rowsOf('sla_breaches', 'acts', columns)).toEqual([
      {
        ...nobody,
        ...kims,
        handoff: 'again',
        level: 'breach',
        acknowledged_at: answered(90),
        acknowledged_by: 'kim',
      },
      { ...nobody, ...kims, handoff: 'given', level: 'breach' },
      {
        ...nobody,
        ...kims,
        handoff: 'late',
        level: 'breach',
        acknowledged_at: answered(90),
        acknowledged_by: 'kim',
      },
      {
        ...nobody,
        ...sams,
        handoff: 'over',
        level: 'breach',
        snoozed_until: answered(120),
        resolved_at: answered(70),
        resolved_by: 'ann',
      },
      { ...seen, level: 'breach' },
      { ...seen, level: 'escalation' },
    ]);
  });
});

describe('sla_breaches: what is at risk', () => {
  const columns = `substring(handoff_id, ${`test/${run}-`.length + 1}) AS handoff, toString(revenue_at_risk) AS revenue_at_risk, risk_currency, risk_basis,
    mapApply((currency, amount) -> (currency, toString(amount)), risk_by_currency) AS risk_by_currency`;

  beforeAll(async () => {
    const expected = { expected_value: '12000', expected_currency: 'EUR' };
    const deal = (account: string, name: string, type: string, at: number, more: object = {}): EventRow => ({
      type: `opportunity_${type}`,
      event_id: `${account}-${name}-${type}-${at}`,
      at,
      account_id: `${run}-${account}`,
      opportunity_id: name,
      ...more,
    });
    const eur = (amount: string) => ({ amount, currency: 'EUR' });
    await put(
      [
        ...['one', 'two', 'closed', 'nothing'].map((handoff) =>
          clock('risk', handoff)('breached', 60, ['two', 'closed'].includes(handoff) ? expected : {}),
        ),
        clock('risk', 'former')('breached', 60, { account_id: `${run}-former` }),
      ],
      [
        deal('one', 'a', 'created', -60, eur('300')),
        // Raised before the breach, and once more after it; another begins at the very moment, a third just after.
        deal('two', 'a', 'created', -60, eur('1000')),
        deal('two', 'a', 'created', 30, eur('1500')),
        deal('two', 'a', 'created', 70, eur('9000')),
        deal('two', 'b', 'created', 60, { amount: '250.5', currency: 'USD' }),
        deal('two', 'c', 'created', 61, eur('7000')),
        // Lost, and won, before; lost after.
        deal('two', 'd', 'created', -60, eur('4000')),
        deal('two', 'd', 'lost', 10),
        deal('two', 'e', 'created', -60, eur('5000')),
        deal('two', 'e', 'won', 20, eur('5000')),
        deal('two', 'f', 'created', -60, eur('70')),
        deal('two', 'f', 'lost', 61),
        // Says no amount.
        deal('two', 'g', 'created', -60),
        // Of an account that was merged into this one, and of a contact of it.
        deal('old', 'h', 'created', -60, eur('20')),
        {
          type: 'account_merged',
          event_id: 'merged',
          at: 500,
          account_id: `${run}-two`,
          properties: { merged_id: `${run}-old` },
        },
        {
          type: 'account_merged',
          event_id: 'former',
          at: 500,
          account_id: `${run}-one`,
          properties: { merged_id: `${run}-former` },
        },
        deal('', 'i', 'created', -60, { ...eur('3'), account_id: '', contact_id: `${run}-cora` }),
        {
          type: 'contact_identified',
          event_id: 'cora',
          at: -90,
          account_id: `${run}-two`,
          contact_id: `${run}-cora`,
        },
        deal('closed', 'a', 'created', -60, eur('800')),
        deal('closed', 'a', 'won', 59, eur('800')),
      ],
    );
  });

  test('open opportunities count with what was stated of them by then, by currency; without any, the expected value', async () => {
    const one = {
      revenue_at_risk: '300',
      risk_currency: 'EUR',
      risk_basis: 'open_pipeline',
      risk_by_currency: { EUR: '300' },
    };
    expect(await rowsOf('sla_breaches', 'risk', columns)).toEqual([
      {
        handoff: 'closed',
        revenue_at_risk: '12000',
        risk_currency: 'EUR',
        risk_basis: 'expected_value',
        risk_by_currency: { EUR: '12000' },
      },
      { handoff: 'former', ...one },
      { handoff: 'nothing', revenue_at_risk: null, risk_currency: '', risk_basis: '', risk_by_currency: {} },
      { handoff: 'one', ...one },
      {
        handoff: 'two',
        revenue_at_risk: null,
        risk_currency: 'several',
        risk_basis: 'open_pipeline',
        risk_by_currency: { EUR: '1593', USD: '250.5' },
      },
    ]);
  });
});

describe('pauses', () => {
  const waiting = { reason: 'waiting_for_buyer' };
  const columns = `substring(handoff_id, ${`test/${run}-`.length + 1}) AS handoff, team, paused_at, resumed_at, reason, actor, resumed_by,
    if(isNull(resumed_at), -1, seconds) AS seconds, toUInt32(buyer_events) AS buyer_events, first_buyer_event_at, buyer_acted`;

  beforeAll(async () => {
    const begun = ['started', 0, { owner_id: 'sam', team: 'west', due_at: 60 }] as const;
    const of = (handoff: string) => clock('pauses', handoff);
    const [busy, quiet, lasting, plain] = ['busy', 'quiet', 'lasting', 'plain'].map(of) as ReturnType<
      typeof of
    >[];
    await put(
      [
        busy!(...begun),
        busy!(...act('paused', 10, 'sam', waiting)),
        busy!(...act('paused', 12, 'ann', { reason: 'holiday' })),
        busy!(...act('resumed', 40, 'kim', { due_at: 90 })),
        busy!(...act('resumed', 41, 'ann', { due_at: 90 })),
        busy!(...act('paused', 50, 'sam', { ...waiting, due_at: 90 })),
        busy!(...act('resumed', 55, 'sam', { due_at: 95 })),
        busy!(...act('reassigned', 56, 'ann', { owner_id: 'kim', team: 'east', due_at: 95 })),
        busy!('breached', 95, { owner_id: 'kim', team: 'east', due_at: 95 }),
        busy!(...act('acknowledged', 97, 'kim', { owner_id: 'kim', due_at: 95 })),
        // It arrives last, and says who owed the answer then.
        busy!(...act('commented', 5, 'sam', { owner_id: 'sam', team: 'west', derived_at: 300 })),
        quiet!(...begun),
        quiet!(...act('paused', 10, 'sam', waiting)),
        quiet!('met', 50, { owner_id: 'ann', business_seconds: 1200, outcome: 'mql_accepted', due_at: 100 }),
        quiet!(...act('paused', 51, 'sam', waiting)),
        lasting!(...begun),
        lasting!(...act('paused', 20, 'sam', waiting)),
        plain!(...begun),
        plain!('breached', 60, { owner_id: 'sam', team: 'west' }),
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
    expect(await rowsOf('sla_pauses', 'pauses', columns)).toEqual([
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
    expect(await rowsOf('sla_compliance', 'pauses', counted)).toEqual([
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
    [clock('updates', 'updated')('snoozed', 5, { actor: 'sam', cause_event_id: `${run}-u1`, until: 90 })],
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

const examples = [
  ...readFileSync(join(projectRoot, 'docs', 'sla.md'), 'utf8').matchAll(/```sql\n([^]*?)```/g),
].map(([, sql = '']) => sql);

test('docs/sla.md has examples in SQL', () => {
  expect(examples.length).toBeGreaterThan(3);
});

test.each(examples)('an analyst may ask what docs/sla.md shows: %s', async (sql) => {
  expect((await warehouse.query(sql)).length).toBeGreaterThanOrEqual(0);
});
