import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { stageEventTypes, type Policies } from './policy.ts';
import { figuresOf, quantile } from './simulate-figures.ts';
import { simulationText } from './simulate-table.ts';
import { asIfAlways, judgedClocks, notYetInForce, type AccountHistory, type Period } from './simulate.ts';
import type { StageEvent } from './stage-event.ts';
import { event, hour_ms, hourly, policies, Run } from './testing.ts';

const rules = policies();
const period: Period = { from: hourly(0), to: hourly(100), now: hourly(600) };
const of = (...events: readonly StageEvent[]): readonly AccountHistory[] => [{ account_id: 'a', events }];
const states = (accounts: readonly AccountHistory[], more: Partial<Period> = {}, by: Policies = rules) =>
  judgedClocks(accounts, by, { ...period, ...more }).map(
    ({ policy_id, state, escalated }) => `${policy_id} ${state}${escalated ? ' escalated' : ''}`,
  );
const mql = event('mql_created', 0, 'm', { owner_id: 'sam' });
const later =
  '      - { version: 2, effective_from: 2026-07-01, starts: opened, answered_by: [mql_accepted], calendar: always, target: 1 business hour }';

describe('a clock is', () => {
  test('met where it was answered in time, breached where it was answered late or not at all', () => {
    expect(states(of(mql, event('mql_accepted', 4, 'x')))).toEqual(['decision met', 'opportunity breached']);
    expect(states(of(mql, event('mql_rejected', 5, 'x')))).toEqual([
      'decision breached',
      'handback breached',
    ]);
    expect(states(of(mql))).toEqual(['decision breached escalated']);
  });

  test('open while its target lasts, ended where the contact moved on in time', () => {
    expect(states(of(mql), { now: hourly(4) })).toEqual(['decision open']);
    expect(states(of(mql, event('lead_recycled', 1, 'x')))).toEqual(['decision ended']);
  });

  test('counted where it started in the time asked for; what was before and after it is known', () => {
    const events = of(mql, event('mql_accepted', 2, 'x'), event('opportunity_created', 3, 'o'));
    expect(states(events, { from: hourly(0), to: hourly(2) })).toEqual(['decision met']);
    expect(states(events, { from: hourly(1), to: hourly(2) })).toEqual([]);
    expect(states(events, { from: hourly(2), to: hourly(3) })).toEqual(['opportunity met']);
  });

  test('judged by the version in force when it started, or by the newest for all time', () => {
    const versions = policies(later);
    const events = of(mql, event('mql_accepted', 2, 'x'), event('opportunity_created', 3, 'o'));
    expect(states(events, {}, versions)).toEqual(['decision met', 'opportunity met']);
    expect(states(events, {}, asIfAlways(versions))).toEqual(['decision breached', 'opportunity met']);
    expect(notYetInForce(versions, period.to)).toMatchObject([{ policy_id: 'decision', version: 2 }]);
    expect(notYetInForce(versions, Date.UTC(2026, 6, 2))).toEqual([]);
  });
});

test('for any events, the simulated states are those of the facts alerting says', () => {
  const drafts = fc.array(
    fc.record({
      // Lives need handoffs: every second event opens or accepts one.
      type: fc.constantFrom(...stageEventTypes, 'mql_created', 'mql_created', 'mql_accepted'),
      hour: fc.integer({ min: 0, max: 60 }),
      contact: fc.constantFrom('c', 'd'),
      hand_raiser: fc.boolean(),
    }),
    { minLength: 6, maxLength: 12, size: 'max' },
  );
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(drafts, fc.integer({ min: 61, max: 140 }), (list, end) => {
      const events = list.map(({ type, hour, contact, hand_raiser }, at) =>
        event(type, hour, `e${at}`, {
          contact_id: type.startsWith('opportunity') ? null : contact,
          properties: hand_raiser ? { hand_raiser: 'true' } : {},
        }),
      );
      const run = new Run();
      for (const one of [...events].sort((a, b) => a.occurred_at - b.occurred_at))
        run.arrive((one.occurred_at - hourly(0)) / hour_ms, one);
      run.until(end);
      const now = hourly(end);
      const simulated = judgedClocks(of(...events), rules, { from: hourly(0), to: hourly(1_000), now });
      expect(
        simulated.map(({ policy_id, state, escalated }) => [policy_id, state, escalated]).sort(),
      ).toEqual(statesOf(run.facts).sort());
      for (const { state } of simulated) seen.set(state, (seen.get(state) ?? 0) + 1);
    }),
    { numRuns: 400 },
  );
  // All states were met with, often.
  for (const state of ['open', 'met', 'breached', 'ended'])
    expect(seen.get(state), state).toBeGreaterThan(20);
});

/** As a reader of the facts sees the clocks: the newest of each slot counts. */
const statesOf = (facts: readonly SlaFact[]): unknown[][] => {
  const clocks = new Map<string, SlaFact[]>();
  for (const fact of [...facts].sort((a, b) => a.derived_at - b.derived_at)) {
    const id = `${fact.handoff_id} ${fact.policy_id}`;
    if (fact.fact === 'withdrawn' && fact.level === 'unknown') clocks.set(id, []);
    else clocks.set(id, [...(clocks.get(id) ?? []), fact]);
  }
  return [...clocks.values()].flatMap((said) => {
    const first = said[0];
    if (!first) return [];
    const newest = (level: string): string | undefined =>
      said.findLast(({ fact, level: own }) => own === level && ['breached', 'withdrawn'].includes(fact))
        ?.fact;
    const end = said.findLast(({ fact }) => fact === 'met' || fact === 'ended')?.fact ?? 'open';
    const state = newest('breach') === 'breached' ? 'breached' : end;
    return [[first.policy_id, state, newest('escalation') === 'breached']];
  });
};

describe('figures', () => {
  const contact = (name: string, more: Partial<StageEvent> = {}) => ({ contact_id: name, ...more });
  const accounts = of(
    event('mql_created', 0, 'm1', contact('c1', { owner_id: 'sam' })),
    event('mql_accepted', 1, 'a1', contact('c1')),
    event('mql_created', 0, 'm2', contact('c2', { owner_id: 'sam' })),
    event('mql_rejected', 6, 'r2', contact('c2', { reason: 'no_budget' })),
    event('mql_created', 0, 'm3', contact('c3', { owner_id: 'kim' })),
    event('mql_rejected', 30, 'r3', contact('c3', { reason: 'no_budget' })),
    event('mql_created', 0, 'm4', contact('c4')),
    event('lead_recycled', 2, 'l4', contact('c4')),
  );
  const clocks = judgedClocks(accounts, rules, period);
  const figures = figuresOf(clocks, rules, ({ contact_id }) => (contact_id === 'c3' ? 'webinar' : ''));

  test('count clocks by what became of them, and say whose, why and through which channel the breaches are', () => {
    expect(figures[0]).toEqual({
      policy_id: 'decision',
      clocks: 4,
      open: 0,
      met: 1,
      breached: 2,
      escalated: 1,
      ended: 1,
      met_share: 1 / 3,
      // Answered after 1, 6 and 30 hours.
      median_business_seconds: 6 * 3_600,
      p90_business_seconds: 90_720,
      breached_by: {
        owner: [
          { value: 'kim', breached: 1 },
          { value: 'sam', breached: 1 },
        ],
        reason: [{ value: 'no_budget', breached: 2 }],
        channel: [
          { value: '', breached: 1 },
          { value: 'webinar', breached: 1 },
        ],
      },
    });
    expect(figures.map(({ policy_id }) => policy_id)).toEqual([
      'decision',
      'hand_raiser',
      'opportunity',
      'handback',
    ]);
    expect(figures[1]).toMatchObject({ clocks: 0, met_share: null, median_business_seconds: null });
  });

  test('of a draft and of the present policies stand side by side', () => {
    const [decision, hand_raiser] = figures;
    const text = simulationText(
      [decision!],
      [{ ...decision!, breached: 0, breached_by: { owner: [], reason: [], channel: [] } }, hand_raiser!],
    );
    expect(text.split('\n')).toEqual([
      'decision                            draft  present',
      '  clocks                                4        4',
      '  open                                  0        0',
      '  met                                   1        1',
      '  breached                              2        0',
      '  escalated                             1        1',
      '  ended                                 1        1',
      '  met share                        33.3 %   33.3 %',
      '  median business time                 6h       6h',
      '  p90 business time               25h 12m  25h 12m',
      '  breached, owner kim                   1        0',
      '  breached, owner sam                   1        0',
      '  breached, reason no_budget            2        0',
      '  breached, channel (none named)        1        0',
      '  breached, channel webinar             1        0',
      '',
      'hand_raiser                         draft  present',
      '  clocks                                -        0',
      '  open                                  -        0',
      '  met                                   -        0',
      '  breached                              -        0',
      '  escalated                             -        0',
      '  ended                                 -        0',
      '  met share                             -        -',
      '  median business time                  -        -',
      '  p90 business time                     -        -',
      '',
      '',
    ]);
  });

  test('beyond ten values are summed up', () => {
    const owner = Array.from({ length: 13 }, (_, at) => ({ value: `o${at}`, breached: 20 - at }));
    const text = simulationText([{ ...figures[0]!, breached_by: { owner, reason: [], channel: [] } }], []);
    expect(text).toMatch(/breached, owner o9 +11 +-\n {2}breached, 3 others by owner +27 +-\n/);
  });
});

test('a quantile lies between its neighbours, as quantileExactInclusive does', () => {
  expect([
    quantile([], 0.5),
    quantile([7], 0.9),
    quantile([1, 2, 3, 4], 0.5),
    quantile([0, 10], 0.9),
  ]).toEqual([null, 7, 2.5, 9]);
});
