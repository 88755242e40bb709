import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stageEventTypes } from './policy.ts';
import type { StageEvent } from './stage-event.ts';
import { event, hour_ms, hourly, inForce, monday, Run, settle_ms } from './testing.ts';

describe('for any events', () => {
  const drafts = fc.array(
    fc.record({
      type: fc.constantFrom(...stageEventTypes),
      hour: fc.integer({ min: 0, max: 40 }),
      contact: fc.constantFrom('c', 'c', 'd', null),
      account: fc.constantFrom('a', 'a', 'a', null),
      hand_raiser: fc.boolean(),
      delay: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 })),
      twice: fc.boolean(),
    }),
    { maxLength: 10 },
  );
  const link = {
    contact_id: 'c',
    account_id: 'a',
    identified: true,
    occurred_at: monday,
    event_id: 'i',
    source: 'crm',
  };
  const end = 600;
  const eventsOf = (
    list: typeof drafts extends fc.Arbitrary<infer T> ? T : never,
  ): { one: StageEvent; arrives: number; twice: boolean }[] =>
    list.map(({ type, hour, contact, account, hand_raiser, delay, twice }, at) => ({
      one: event(type, hour, `e${at}`, {
        contact_id: type.startsWith('mql') || account === null ? (contact ?? 'c') : contact,
        account_id: account,
        properties: hand_raiser ? { hand_raiser: 'true' } : {},
      }),
      arrives: hour + delay,
      twice,
    }));

  test('late arrival, order of arrival and duplicates end in the same verdicts', () => {
    fc.assert(
      fc.property(drafts, (list) => {
        const events = eventsOf(list);
        const punctual = new Run();
        punctual.watch.learn(link, monday);
        for (const { one } of [...events].sort((a, b) => a.one.occurred_at - b.one.occurred_at))
          punctual.arrive((one.occurred_at - monday) / hour_ms, one);
        const late = new Run();
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
      }),
      { numRuns: 400 },
    );
  });

  test('no fact is said twice under one id, and breached and withdrawn alternate', () => {
    fc.assert(
      fc.property(drafts, (list) => {
        const run = new Run();
        for (const { one, arrives } of eventsOf(list).sort((a, b) => a.arrives - b.arrives))
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
      { numRuns: 200 },
    );
  });

  test('a new process that reads the events and the facts said so far says nothing more', () => {
    fc.assert(
      fc.property(drafts, (list) => {
        const events = eventsOf(list).sort((a, b) => a.arrives - b.arrives);
        const first = new Run();
        for (const { one, arrives } of events) first.arrive(arrives, one);
        first.until(end);
        const second = new Run();
        for (const fact of first.facts) second.watch.merge(fact, hourly(end));
        const keys = new Set(events.flatMap(({ one }) => second.watch.add(one, hourly(end))));
        expect(
          [...keys]
            .flatMap((key) => second.watch.judge(key, hourly(end) + settle_ms))
            .flatMap(({ facts }) => facts),
        ).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
