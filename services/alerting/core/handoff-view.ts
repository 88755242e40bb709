// What is known of a handoff → what the API shows of it: its clocks, what is in force of each, and what people did.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { ClockTelling } from './telling/clock-telling.ts';
import { clockKeyOf } from './telling/fact-id.ts';
import { levels } from './telling/levels.ts';

const time = (at_ms: number | null | undefined): string | null =>
  at_ms === null || at_ms === undefined ? null : new Date(at_ms).toISOString();

const shown = ({
  fact_id,
  fact,
  level,
  at,
  due_at,
  derived_at,
  outcome,
  reason,
  actor,
}: SlaFact): object => ({
  fact_id,
  fact,
  level,
  at: time(at),
  due_at: time(due_at),
  derived_at: time(derived_at),
  outcome,
  reason,
  actor,
});

const clockOf = (facts: readonly SlaFact[]): object => {
  const [first] = facts;
  const clock = new ClockTelling('', 0, null);
  for (const fact of facts) clock.take(fact);
  const started = facts.findLast(({ fact }) => fact === 'started') ?? first;
  const { acknowledged, snoozed, reassigned, hold } = clock.acts;
  const inForce = levels.flatMap((level) => {
    const fact = clock.said(level)?.fact;
    return !fact || fact.fact === 'withdrawn' ? [] : fact;
  });
  return {
    policy_id: first?.policy_id,
    policy_version: first?.policy_version,
    started_at: time(started?.started_at),
    due_at: time(inForce.find(({ level }) => level === 'breach')?.due_at ?? started?.due_at),
    owner_id: (reassigned ?? started)?.owner_id ?? null,
    acknowledged_by: acknowledged?.actor ?? null,
    snoozed_until: time(snoozed?.until),
    is_paused: hold?.why === 'paused',
    end: clock.end ? shown(clock.end) : null,
    facts: inForce.map(shown),
  };
};

/** `facts`: those about a handoff, `told` and `undeliverable` excepted, by when they were derived. A clock that was taken back whole is left out. */
export const clocksOf = (facts: readonly SlaFact[]): readonly object[] =>
  [...Map.groupBy(facts, clockKeyOf).values()]
    .filter((some) => {
      const last = (of: (fact: SlaFact) => boolean): number => some.findLast(of)?.derived_at ?? -1;
      return (
        last(({ fact }) => fact === 'started') >=
        last(({ fact, level }) => fact === 'withdrawn' && level === 'unknown')
      );
    })
    .map(clockOf);
