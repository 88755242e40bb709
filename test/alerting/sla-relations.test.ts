// What analysts read of breaches, on worked figures: who has taken them on, and what is at risk.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyst, services } from '../support/revloop.ts';
import { act, answered, clock, put, rowsOf, run, short_name, type EventRow } from './sla-rows.ts';

const owner = services();
const warehouse = analyst();
afterAll(() => Promise.all([owner.close(), warehouse.close()]));

describe('sla_breaches: who has taken a breach on', () => {
  const columns =
    'level, owner_id, team, acknowledged_at, acknowledged_by, snoozed_until, resolved_at, resolved_by';
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
    await put(owner, [
      ...clock(
        'acts',
        'seen',
        breached,
        ['breached', 90, { ...sams, level: 'escalation', due_at: 90 }],
        act('acknowledged', 70, 'sam', sams),
        act('acknowledged', 75, 'ann', sams),
      ),
      ...clock(
        'acts',
        'given',
        breached,
        act('acknowledged', 70, 'sam', sams),
        act('reassigned', 80, 'ann', { owner_id: 'kim', team: 'east' }),
      ),
      ...clock(
        'acts',
        'again',
        breached,
        act('acknowledged', 70, 'sam', sams),
        act('reassigned', 80, 'ann', { owner_id: 'kim', team: 'east' }),
        act('acknowledged', 90, 'kim', { owner_id: 'kim', team: 'east' }),
      ),
      ...clock(
        'acts',
        'late',
        // The reassignment of minute 80 arrives after what was done at 90.
        breached,
        act('acknowledged', 90, 'kim', { ...sams, derived_at: 91 }),
        act('reassigned', 80, 'ann', { owner_id: 'kim', team: 'east', derived_at: 120 }),
      ),
      ...clock(
        'acts',
        'over',
        breached,
        act('snoozed', 65, 'sam', { until: 500 }),
        act('snoozed', 66, 'sam', { until: 120 }),
        act('resolved', 70, 'ann'),
        act('resolved', 95, 'sam'),
        act('commented', 96, 'sam', { note: 'called them' }),
      ),
      ...clock(
        'acts',
        'moot',
        breached,
        ['withdrawn', 30, { derived_at: 61 }],
        act('acknowledged', 70, 'sam', sams),
      ),
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
    expect(await rowsOf(warehouse, 'sla_breaches', 'acts', `${short_name}, ${columns}`)).toEqual([
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
  const columns = `toString(revenue_at_risk) AS revenue_at_risk, risk_currency, risk_basis,
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
      owner,
      [
        ...['one', 'two', 'closed', 'nothing'].flatMap((handoff) =>
          clock('risk', handoff, ['breached', 60, ['two', 'closed'].includes(handoff) ? expected : {}]),
        ),
        ...clock('risk', 'former', ['breached', 60]),
        ...clock('risk', 'lone', ['breached', 60, { account_id: '' }]),
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
        // Of an account that was merged into this one, of a contact of it, and of a visitor who later turned out to be that contact.
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
        deal('', 'j', 'created', -60, { ...eur('0.5'), account_id: '', anonymous_id: `${run}-vic` }),
        {
          type: 'contact_identified',
          event_id: 'vic',
          at: 90,
          anonymous_id: `${run}-vic`,
          contact_id: `${run}-cora`,
        },
        deal('', 'k', 'created', -60, {
          ...eur('300'),
          account_id: '',
          contact_id: `test/${run}-lone-contact`,
        }),
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
    expect(await rowsOf(warehouse, 'sla_breaches', 'risk', `${short_name}, ${columns}`)).toEqual([
      {
        handoff: 'closed',
        revenue_at_risk: '12000',
        risk_currency: 'EUR',
        risk_basis: 'expected_value',
        risk_by_currency: { EUR: '12000' },
      },
      { handoff: 'former', ...one },
      { handoff: 'lone', ...one },
      { handoff: 'nothing', revenue_at_risk: null, risk_currency: '', risk_basis: '', risk_by_currency: {} },
      { handoff: 'one', ...one },
      {
        handoff: 'two',
        revenue_at_risk: null,
        risk_currency: 'several',
        risk_basis: 'open_pipeline',
        risk_by_currency: { EUR: '1593.5', USD: '250.5' },
      },
    ]);
  });
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
