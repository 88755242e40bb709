import type { HandoffOutcome } from '@revloop/schemas/generated.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actKinds } from './telling/acts.ts';
import { handoffsOf } from './handoff.ts';
import { stageEventTypes } from './policy.ts';
import type { StageEvent } from './stage-event.ts';
import { acted, event, hour_ms, hourly, inForce, monday, policies, Run, settle_ms } from './testing.ts';

interface Draft {
  readonly one: StageEvent;
  readonly arrives: number;
  readonly twice: boolean;
}

const arrival = {
  hour: fc.integer({ min: 0, max: 40 }),
  delay: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 })),
  twice: fc.boolean(),
  owner: fc.constantFrom('sam', 'kim', null),
};
const stages = fc.array(
  fc.record({
    ...arrival,
    type: fc.constantFrom(...stageEventTypes),
    contact: fc.constantFrom('c', 'c', 'd', null),
    account: fc.constantFrom('a', 'a', 'a', null),
    hand_raiser: fc.boolean(),
  }),
  { maxLength: 9 },
);
const first = fc.record(arrival);
/** What somebody does about one of the handoffs that there may be. */
const acts = fc.array(
  fc.record({
    ...arrival,
    action: fc.constantFrom(...actKinds, 'paused' as const, 'resumed' as const),
    /** Mostly the first. */
    opened: fc.oneof(fc.constant(0), fc.nat()),
    reason: fc.constantFrom('waiting_for_buyer', 'waiting_for_buyer', 'holiday', null),
  }),
  { maxLength: 6, size: 'max' },
);
const drafts = fc.tuple(first, stages, acts).map(([begin, some, more]): readonly Draft[] => {
  const handedOver = {
    ...begin,
    type: 'mql_created' as const,
    contact: 'c',
    account: 'a',
    hand_raiser: false,
  };
  const events = [handedOver, ...some].map(
    ({ type, hour, contact, account, owner, hand_raiser, delay, twice }, at) => ({
      one: event(type, hour, `e${at}`, {
        contact_id: type.startsWith('mql') || account === null ? (contact ?? 'c') : contact,
        account_id: account,
        owner_id: owner,
        properties: hand_raiser ? { hand_raiser: 'true' } : {},
      }),
      arrives: hour + delay,
      twice,
    }),
  );
  const openers = events.filter(({ one }) => one.type === 'mql_created').map(({ one }) => one);
  return more.reduce<Draft[]>((all, { action, opened, reason, hour, owner, delay, twice }, at) => {
    const opener = openers[opened % openers.length];
    if (!opener) return all;
    const { account_id, contact_id, event_id } = opener;
    const one = acted(action, hour, `u${at}`, event_id, { account_id, contact_id, reason, owner_id: owner });
    return [...all, { one, arrives: hour + delay, twice }];
  }, events);
});
/** Escalates soon and twice. */
const rules = policies(
  '      - { version: 2, effective_from: 2000-01-02, starts: opened, answered_by: [mql_accepted, mql_rejected], calendar: always, unless: { hand_raiser: "true" }, target: 4 business hours, warning: 75 %, escalation: [6 business hours, 12 business hours], pause: { reasons: [waiting_for_buyer] } }',
);
/** As marketing automation reads them, of the handoffs that are decided: the newest of a handoff counts. */
const newest = ({ outcomes, watch: { histories } }: Run): readonly (HandoffOutcome | undefined)[] =>
  [...histories.accountKeys()]
    .flatMap((key) => handoffsOf(histories.eventsOf(key)))
    .filter(({ decision }) => decision)
    .map(({ handoff_id }) => outcomes.findLast((outcome) => outcome.handoff_id === handoff_id))
    .sort((a, b) => (a?.handoff_id ?? '').localeCompare(b?.handoff_id ?? ''));
const by = (action: string): string => `withdrawn by ${action}`;

describe('for any events', () => {
  const link = {
    contact_id: 'c',
    account_id: 'a',
    identified: true,
    occurred_at: monday,
    event_id: 'i',
    source: 'crm',
  };
  const end = 600;

  test('late arrival, order of arrival and duplicates end in the same verdicts', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(drafts, (events) => {
        const punctual = new Run(rules);
        punctual.watch.learn(link, monday);
        for (const { one } of [...events].sort((a, b) => a.one.occurred_at - b.one.occurred_at))
          punctual.arrive((one.occurred_at - monday) / hour_ms, one);
        const late = new Run(rules);
        late.watch.learn(link, monday);
        const arrivals = events.flatMap(({ one, arrives, twice }) =>
          twice
            ? [
                { one, arrives },
                { one, arrives: arrives + 9 },
              ]
            : [{ one, arrives }],
        );
        for (const { one, arrives } of arrivals.sort((a, b) => a.arrives - b.arrives))
          late.arrive(arrives, one);
        expect(inForce(late.until(end).facts)).toEqual(inForce(punctual.until(end).facts));
        expect(newest(late)).toEqual(newest(punctual));
        expect(newest(late)).not.toContain(undefined);
        for (const { fact, outcome } of late.facts) {
          const kind = fact === 'withdrawn' ? `${fact} by ${outcome}` : fact;
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
        }
      }),
      { numRuns: 2_000 },
    );
    // All that can be done was done, and what it disproves was said before it arrived.
    for (const kind of [...actKinds, ...['acknowledged', 'resolved', 'paused', 'reassigned'].map(by)])
      expect(seen.get(kind), kind).toBeGreaterThan(5);
  });

  test('no fact is said twice under one id, and breached and withdrawn alternate', () => {
    fc.assert(
      fc.property(drafts, (list) => {
        const run = new Run(rules);
        for (const { one, arrives } of [...list].sort((a, b) => a.arrives - b.arrives))
          run.arrive(arrives, one);
        const { facts } = run.until(end);
        expect(new Set(facts.map(({ fact_id }) => fact_id)).size).toBe(facts.length);
        const last = new Map<string, string>();
        for (const { policy_id, policy_version, handoff_id, level, fact } of facts) {
          if (!['warned', 'breached', 'withdrawn'].includes(fact)) continue;
          const slot = `${policy_id}/${policy_version}/${handoff_id}/${level}`;
          if (level !== 'unknown')
            expect(last.get(slot) === 'withdrawn' || !last.has(slot)).toBe(fact !== 'withdrawn');
          last.set(slot, fact);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a new process that reads the events and the facts said so far says nothing more', () => {
    fc.assert(
      fc.property(drafts, (list) => {
        const events = [...list].sort((a, b) => a.arrives - b.arrives);
        const first = new Run(rules);
        for (const { one, arrives } of events) first.arrive(arrives, one);
        first.until(end);
        const second = new Run(rules);
        for (const fact of first.facts) second.watch.merge(fact, hourly(end));
        const keys = new Set(events.flatMap(({ one }) => second.watch.add(one, hourly(end))));
        expect([...keys].flatMap((key) => second.watch.judge(key, hourly(end) + settle_ms))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
