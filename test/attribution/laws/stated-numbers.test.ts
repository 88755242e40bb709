// The reference against the numbers docs/semantics.md states.
import { describe, expect, test } from 'vitest';
import { workedCredits, workedDecay, workedExample } from '../../support/worked-example.ts';
import { facts, moneyByTouch } from '../credits.ts';
import { attribute, ledgersOf } from '../reference/attribution.ts';
import { dealMoney, dealWeights } from '../reference/deal.ts';
import { fraction } from '../reference/fraction.ts';
import type { Policy } from '../reference/journey.ts';
import type { Model } from '../reference/models.ts';
import { account_id, contact, deal, happened, touch, won, type Told } from './story.ts';

const worked = facts(workedExample(account_id));
const visitsOf = (events: readonly Told[]) =>
  (ledgersOf(facts(events)).get(account_id)?.visits ?? []).map(
    ({ stage, visit_no, cycle_no, journey_no, direction, reason, skipped }) =>
      `${stage} ${visit_no} cycle ${cycle_no} journey ${journey_no} ${direction} ${reason} ${skipped.join()}`.trim(),
  );

describe('the worked example', () => {
  for (const [name, amounts] of Object.entries(workedCredits))
    test(`${name} comes out to the cent`, () => {
      const [model, policy] = name.split(' ') as [Model, Policy];
      const stated = amounts.map((amount, index) => [
        `t${index + 1}`,
        String(Math.round(Number(amount) * 100)),
      ]);
      expect(moneyByTouch(worked, model, policy)).toEqual(
        Object.fromEntries(stated.filter(([, minor]) => minor !== '0')),
      );
    });

  test('time_decay has the stated percentages and sums to the cent', () => {
    const rows = attribute(worked, { lookback_days: 90, policy: 'productive' }).filter(
      ({ model }) => model === 'time_decay',
    );
    expect(rows.map(({ weight }) => Math.round(Number(weight) / 1e6) / 1e4)).toEqual(workedDecay);
    expect(rows.reduce((sum, { minor }) => sum + minor, 0n)).toBe(10_000_000n);
  });

  test('time_decay would be a cent too much if each row were rounded by itself', () => {
    const weights = attribute(worked, { lookback_days: 90, policy: 'productive' }).filter(
      ({ model }) => model === 'time_decay',
    );
    expect(weights.reduce((sum, { weight }) => sum + Math.round(Number(weight) / 1e5), 0)).toBe(10_000_001);
  });
});

describe('small oracles', () => {
  const small = facts([touch('a', 1), touch('b', 4), touch('c', 10), touch('d', 10), won(10)]);

  test('time_decay of 50.00 over ages of 9, 6, 0 and 0 days is 6.92, 9.32, 16.88 and 16.88', () => {
    expect(moneyByTouch(small, 'time_decay', 'productive')).toEqual({
      a: '692',
      b: '932',
      c: '1688',
      d: '1688',
    });
  });

  test('linear gives four touches 12.50 each', () => {
    expect(moneyByTouch(small, 'linear', 'productive')).toEqual({
      a: '1250',
      b: '1250',
      c: '1250',
      d: '1250',
    });
  });

  test('position_based gives two touches a half each and a single one everything', () => {
    const two = [touch('a', 1), touch('b', 4), won(10)];
    expect(moneyByTouch(facts(two), 'position_based', 'productive')).toEqual({ a: '2500', b: '2500' });
    expect(moneyByTouch(facts(two.slice(1)), 'position_based', 'productive')).toEqual({ b: '5000' });
  });

  test('j_shaped gives 10, 5, 5 and 30, inverse_j 30, 5, 5 and 10', () => {
    expect(moneyByTouch(small, 'j_shaped', 'productive')).toEqual({
      a: '1000',
      b: '500',
      c: '500',
      d: '3000',
    });
    expect(moneyByTouch(small, 'inverse_j', 'productive')).toEqual({
      a: '3000',
      b: '500',
      c: '500',
      d: '1000',
    });
  });

  test('of two touches the J models drop the middle: a quarter and three quarters; a single one has everything', () => {
    const two = [touch('a', 1), touch('b', 4), won(10)];
    expect(moneyByTouch(facts(two), 'j_shaped', 'productive')).toEqual({ a: '1250', b: '3750' });
    expect(moneyByTouch(facts(two), 'inverse_j', 'productive')).toEqual({ a: '3750', b: '1250' });
    expect(moneyByTouch(facts(two.slice(1)), 'j_shaped', 'productive')).toEqual({ b: '5000' });
  });

  test('last_non_direct passes over direct, not over an empty channel; all direct, the last has everything', () => {
    const by = (...channels: (string | undefined)[]) =>
      moneyByTouch(
        facts([...channels.map((channel, index) => touch(`t${index + 1}`, index, channel)), won(10)]),
        'last_non_direct',
        'productive',
      );
    expect(by('email', 'webinar', 'direct', 'direct')).toEqual({ t2: '5000' });
    expect(by('email', undefined, 'direct')).toEqual({ t2: '5000' });
    expect(by('email', 'Direct', 'direct')).toEqual({ t2: '5000' });
    expect(by('direct', 'direct')).toEqual({ t2: '5000' });
  });

  test('a milestone that never happened is spread over the positions, the rest keeps its share', () => {
    expect(moneyByTouch(small, 'full_path', 'productive')).toEqual({
      a: '2250',
      b: '250',
      c: '250',
      d: '2250',
    });
  });

  test('a milestone whose anchor is outside the window is unattributed', () => {
    const early = [
      touch('old', 0),
      happened('mql_created', 1, contact),
      touch('b', 95),
      touch('c', 96),
      won(100),
    ];
    expect(moneyByTouch(facts(early), 'u_milestone', 'productive')).toEqual({
      b: '2000',
      c: '1000',
      unattributed: '2000',
    });
  });

  test('no eligible touch: one unattributed row of weight 1; an open opportunity: one pending row', () => {
    expect(moneyByTouch(facts([won(100)]), 'full_path', 'even')).toEqual({ unattributed: '5000' });
    const open = { ...won(3), type: 'opportunity_created' };
    expect(moneyByTouch(facts([touch('a', 1), open]), 'full_path', 'even')).toEqual({ pending: '5000' });
  });

  test('the largest remainder wins, ties go to the earlier', () => {
    const thirds = dealWeights([fraction(1, 3), fraction(1, 3), fraction(1, 3)]);
    expect(thirds).toEqual([333_333_333_334n, 333_333_333_333n, 333_333_333_333n]);
    expect(dealMoney(100n, thirds)).toEqual([34n, 33n, 33n]);
    expect(dealMoney(1n, dealWeights([fraction(1, 10), fraction(9, 10)]))).toEqual([0n, 1n]);
  });
});

describe('the ledger', () => {
  test('a requalified contact, a loss and a win make the loops, cycles and journeys of docs/semantics.md', () => {
    expect(
      visitsOf([
        touch('a', 0),
        happened('mql_accepted', 1, contact),
        happened('mql_created', 2, contact),
        happened('mql_created', 3, contact),
        happened('opportunity_created', 4, deal),
        happened('opportunity_lost', 5, { ...deal, reason: 'price' }),
        happened('mql_created', 6, contact),
        won(7),
        happened('mql_created', 8, contact),
      ]),
    ).toEqual([
      'engaged 1 cycle 1 journey 1 forward',
      'accepted 1 cycle 1 journey 1 forward  mql',
      'mql 1 cycle 2 journey 1 back requalified',
      'mql 2 cycle 2 journey 1 repeat',
      'opportunity 1 cycle 2 journey 1 forward',
      'engaged 2 cycle 3 journey 1 back price',
      'mql 3 cycle 3 journey 1 forward',
      'won 1 cycle 3 journey 1 forward  opportunity',
      'mql 4 cycle 1 journey 2 forward',
    ]);
  });

  test('recycling without a contact is one loop for each contact beyond engaged', () => {
    const recycled = { account_id, reason: 'timing' };
    expect(
      visitsOf([
        happened('mql_created', 1, { account_id, contact_id: 'bob' }),
        happened('mql_accepted', 1, contact),
        happened('mql_rejected', 2, { account_id, contact_id: 'cyd', reason: 'timing' }),
        happened('lead_recycled', 3, recycled),
      ]).slice(2),
    ).toEqual([
      'engaged 1 cycle 1 journey 1 repeat timing',
      'engaged 2 cycle 2 journey 1 back timing',
      'engaged 3 cycle 3 journey 1 back timing',
    ]);
  });

  test('a loss ends the visit of the contact it names only; a win ends everybody’s', () => {
    const other = { account_id, contact_id: 'bob' };
    const ended = (last: Told) =>
      ledgersOf(facts([happened('mql_created', 1, contact), happened('mql_created', 2, other), last]))
        .get(account_id)
        ?.visits.slice(0, 2)
        .map(({ left_at }) => left_at !== null);
    expect(ended(happened('opportunity_lost', 4, { ...deal, contact_id: 'ada', reason: 'price' }))).toEqual([
      true,
      false,
    ]);
    expect(ended({ ...won(4), contact_id: 'ada' })).toEqual([true, true]);
  });
});
