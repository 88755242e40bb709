import { describe, expect, test } from 'vitest';
import { actOf } from './act.ts';
import { readActFact } from './act-facts.ts';
import { stageEventOf } from './stage-event.ts';
import { acted, event, hourly, inForce, policies, Run } from './testing.ts';

const mql = event('mql_created', 0, 'm', { owner_id: 'sam' });
const waiting = { reason: 'waiting_for_buyer' };
const breaches = (run: Run): readonly string[] =>
  inForce(run.facts)
    .filter((text) => text.includes(' breached '))
    .map((text) => text.replace('crm/m decision/1 breached ', ''));

describe('what somebody does about a handoff', () => {
  test('is a fact of each clock that runs then, and of none that does not', () => {
    const run = new Run().arrive(0, mql);
    run.arrive(1, acted('commented', 1, 'x', 'm'));
    run.arrive(2, event('mql_accepted', 2, 'a'));
    run.arrive(3, acted('acknowledged', 3, 'y', 'm'));
    run.arrive(3, acted('acknowledged', -1, 'before', 'm'), acted('commented', 3, 'z', 'other'));
    const acts = run.facts.filter(({ actor }) => actor !== null);
    expect(acts.map(({ fact_id }) => fact_id)).toEqual([
      'decision/1/crm/m/breach/commented/crm/x',
      'opportunity/1/crm/m/breach/acknowledged/crm/y',
    ]);
    expect(acts[0]).toMatchObject({ actor: 'ann', at: hourly(1), due_at: hourly(4), cause_event_id: 'x' });
  });

  test('keeps note, reason and until', () => {
    const act = {
      handoff_id: 'crm/m',
      action: 'snoozed',
      actor: 'ann',
      note: 'in a call',
      until: hourly(9),
    } as const;
    const run = new Run().arrive(0, mql).arrive(1, acted('snoozed', 1, 'x', 'm', { act, reason: 'busy' }));
    expect(run.facts.at(-1)).toMatchObject({
      fact: 'snoozed',
      note: 'in a call',
      until: hourly(9),
      reason: 'busy',
      owner_id: 'sam',
    });
  });

  test('moves no contact and opens nothing', () => {
    const run = new Run().arrive(0, mql, acted('resolved', 1, 'x', 'm'));
    expect(run.outcomes).toEqual([]);
    expect(run.watch.counts.open).toBe(1);
  });
});

describe('acknowledged', () => {
  test('a breach stands and is not escalated', () => {
    expect(
      breaches(
        new Run()
          .arrive(0, mql)
          .arrive(5, acted('acknowledged', 5, 'x', 'm'))
          .until(99),
      ),
    ).toEqual(['breach at 4 due 4 of sam']);
  });

  test('too late to matter, by its own time, it changes nothing', () => {
    const run = new Run().arrive(0, mql).arrive(25, acted('acknowledged', 24, 'x', 'm'));
    expect(breaches(run)).toEqual(['breach at 4 due 4 of sam', 'escalation at 24 due 24 of sam']);
  });

  test('in time and heard of late, it takes the escalation back', () => {
    const run = new Run()
      .arrive(0, mql)
      .until(25)
      .arrive(26, acted('acknowledged', 5, 'x', 'm'));
    expect(breaches(run)).toEqual(['breach at 4 due 4 of sam']);
    expect(run.facts.at(-1)).toMatchObject({
      fact: 'withdrawn',
      level: 'escalation',
      outcome: 'acknowledged',
      cause_event_id: 'x',
    });
  });

  test('and then reassigned, it is escalated: the new owner has not seen it; resolved, it never is', () => {
    const to_kim = acted('reassigned', 6, 'y', 'm', { owner_id: 'kim' });
    const run = new Run()
      .arrive(0, mql)
      .arrive(5, acted('acknowledged', 5, 'x', 'm'))
      .arrive(6, to_kim);
    expect(breaches(run.until(99))).toEqual(['breach at 4 due 4 of sam', 'escalation at 24 due 24 of kim']);
    const resolved = new Run()
      .arrive(0, mql)
      .arrive(5, acted('resolved', 5, 'x', 'm'))
      .arrive(6, to_kim);
    expect(breaches(resolved.until(99))).toEqual(['breach at 4 due 4 of sam']);
  });
});

describe('reassigned', () => {
  test('facts from then on name the new owner; heard of late, what was said of the former is said anew', () => {
    const to_kim = acted('reassigned', 2, 'y', 'm', { owner_id: 'kim' });
    const run = new Run().arrive(0, mql).until(5).arrive(6, to_kim);
    expect(breaches(run)).toEqual(['breach at 4 due 4 of kim']);
    expect(run.facts.filter(({ fact }) => fact === 'withdrawn')).toMatchObject([
      { level: 'warning', owner_id: 'sam', outcome: 'reassigned', cause_event_id: 'y' },
      { level: 'breach', owner_id: 'sam', outcome: 'reassigned', cause_event_id: 'y' },
    ]);
    run.arrive(7, event('mql_accepted', 7, 'a'));
    expect(run.facts.slice(-2)).toMatchObject([
      { fact: 'ended', owner_id: 'kim' },
      { fact: 'started', policy_id: 'opportunity', owner_id: 'kim' },
    ]);
  });

  test('marketing is told of whom it was given to where the decision names nobody', () => {
    const run = new Run().arrive(0, mql).arrive(2, acted('reassigned', 2, 'y', 'm', { owner_id: 'kim' }));
    expect(run.arrive(3, event('mql_accepted', 3, 'a')).outcomes).toMatchObject([{ owner_id: 'kim' }]);
  });

  test('to nobody it is a comment', () => {
    const run = new Run().arrive(0, mql).arrive(2, acted('reassigned', 2, 'y', 'm'));
    expect(run.facts.at(-1)).toMatchObject({ fact: 'commented', owner_id: 'sam' });
  });

  test('a rejected handoff gets an owner, which no event names', () => {
    const run = new Run().arrive(0, mql).arrive(1, event('mql_rejected', 1, 'r', { owner_id: 'sam' }));
    expect(run.facts.at(-1)).toMatchObject({ fact: 'started', policy_id: 'handback', owner_id: null });
    run.arrive(2, acted('reassigned', 2, 'y', 'm', { owner_id: 'mia' }));
    expect(run.facts.at(-1)).toMatchObject({ fact: 'reassigned', owner_id: 'mia' });
    expect(run.until(200).facts.at(-1)).toMatchObject({
      fact: 'breached',
      owner_id: 'mia',
      due_at: hourly(121),
    });
  });
});

describe('paused', () => {
  test('a clock stands still: all its due times come later by the pause, and none while it lasts', () => {
    const run = new Run()
      .arrive(0, mql)
      .arrive(1, acted('paused', 1, 'p', 'm', waiting))
      .until(50);
    expect(run.facts.at(-1)).toMatchObject({ fact: 'paused', due_at: hourly(4), ...waiting });
    expect(run.watch.due.next_ms).toBeUndefined();
    expect(run.watch.counts).toEqual({ open: 1, overdue: 0 });
    run.arrive(51, acted('resumed', 51, 'r', 'm'));
    expect(run.facts.at(-1)).toMatchObject({ fact: 'resumed', due_at: hourly(54) });
    expect(run.until(80).said().slice(-3)).toEqual([
      'warned warning 53',
      'breached breach 54',
      'breached escalation 74',
    ]);
  });

  test('and answered meanwhile, it is met, without the paused time', () => {
    const run = new Run().arrive(0, mql).arrive(1, acted('paused', 1, 'p', 'm', waiting));
    run.arrive(30, event('mql_accepted', 30, 'a'));
    const met = run.facts.find(({ fact }) => fact === 'met');
    expect(met).toMatchObject({ business_seconds: 3600, due_at: hourly(33) });
  });

  test('marketing is told of business time without the paused time, and of another where a pause is heard of after the decision', () => {
    const punctual = new Run().arrive(0, mql).arrive(1, acted('paused', 1, 'p', 'm', waiting));
    punctual.arrive(30, event('mql_accepted', 30, 'a'));
    const late = new Run().arrive(0, mql).arrive(30, event('mql_accepted', 30, 'a'));
    late.arrive(31, acted('paused', 1, 'p', 'm', waiting));
    expect(punctual.outcomes.map(({ business_seconds }) => business_seconds)).toEqual([3_600]);
    expect(late.outcomes.map(({ business_seconds }) => business_seconds)).toEqual([108_000, 3_600]);
    expect(late.outcomes.at(-1)).toEqual(punctual.outcomes.at(-1));
    const met = late.facts.findLast(({ fact }) => fact === 'met');
    expect(met?.business_seconds).toBe(3_600);
  });

  test('in time and heard of late, it takes the breach back', () => {
    const run = new Run()
      .arrive(0, mql)
      .until(5)
      .arrive(6, acted('paused', 2, 'p', 'm', waiting));
    expect(breaches(run)).toEqual([]);
    expect(run.facts.at(-1)).toMatchObject({ fact: 'withdrawn', outcome: 'paused', cause_event_id: 'p' });
  });

  test('for a reason that the policy does not list, or where it lists none, it is a comment', () => {
    const run = new Run().arrive(0, mql).arrive(1, acted('paused', 1, 'p', 'm', { reason: 'holiday' }));
    expect(run.facts.at(-1)).toMatchObject({ fact: 'commented', reason: 'holiday' });
    expect(breaches(run.until(5))).toEqual(['breach at 4 due 4 of sam']);
    const raised = { ...mql, properties: { hand_raiser: 'true' } };
    const other = new Run(policies()).arrive(0, raised).arrive(0.5, acted('paused', 0.5, 'p', 'm', waiting));
    expect(other.facts.at(-1)).toMatchObject({ fact: 'commented', policy_id: 'hand_raiser' });
  });
});

test('an act that a late event moves the due time of is said again under another id, and recognised by it', () => {
  const run = new Run().arrive(0, mql).arrive(3, acted('commented', 3, '2', 'm'));
  run.arrive(4, acted('paused', 1, 'p', 'm', waiting), acted('resumed', 2, 'r', 'm'));
  const facts = run.facts.filter(({ cause_event_id }) => cause_event_id === '2');
  expect(facts.map(({ fact_id, due_at }) => [fact_id, due_at])).toEqual([
    ['decision/1/crm/m/breach/commented/crm/2', hourly(4)],
    ['decision/1/crm/m/breach/commented/crm/2/2', hourly(5)],
  ]);
  expect(facts.map(readActFact)).toEqual([1, 2].map((count) => ({ act_id: 'crm/2', count })));
});

test('of an event its act, or its amount, is remembered, and no property that nobody looks at', () => {
  const header = { anonymous_id: null, campaign_id: null, content_id: null };
  const properties = { handoff_id: 'crm/m', action: 'commented', actor: 'ann', note: 'hi', segment: 'large' };
  const update = { ...event('handoff_updated', 1, 'x'), ...header, properties };
  const kept = stageEventOf(update as never, new Set(['segment']), 0);
  expect(kept).toMatchObject({ act: { handoff_id: 'crm/m', actor: 'ann', note: 'hi' }, properties: {} });
  const deal = { ...event('opportunity_created', 1, 'o'), ...header, amount: '5.00', currency: 'EUR' };
  expect(stageEventOf(deal as never, new Set(), 0)).toMatchObject({
    act: null,
    amount: '5.00',
    currency: 'EUR',
  });
});

test('an act is read from properties, where they state one', () => {
  const stated = { handoff_id: 'crm/m', action: 'snoozed', actor: 'ann', until: '2026-06-01T09:00:00Z' };
  expect(actOf(stated)).toEqual({
    handoff_id: 'crm/m',
    action: 'snoozed',
    actor: 'ann',
    note: null,
    until: hourly(9),
  });
  expect(actOf({ ...stated, until: 'tomorrow' })?.until).toBeNull();
  expect(actOf({ ...stated, action: 'commented' })?.until).toBeNull();
  expect(actOf({ ...stated, action: 'danced' })).toBeUndefined();
  expect(actOf({ handoff_id: 'crm/m', action: 'commented' })).toBeUndefined();
});
