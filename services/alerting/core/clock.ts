// A handoff and the policies → its clocks, and what is true of each at a given time. Verdicts are by event time.
import type { Calendar } from './calendar.ts';
import { isMeant } from './condition.ts';
import type { Handoff } from './handoff.ts';
import { calendarAt, dueAtOf, policyVersionAt, type Policies, type PolicyVersion } from './policy.ts';
import type { StageEvent } from './stage-event.ts';
import type { Level } from './telling/levels.ts';

/** One policy version running on one handoff. Times are UTC milliseconds. */
export interface Clock {
  readonly handoff: Handoff;
  readonly policy: PolicyVersion;
  readonly calendar: Calendar;
  readonly start: StageEvent;
  readonly levels: readonly { readonly level: Level; readonly due_at: number }[];
  /** Due time of the level `breach`: the clock's own. */
  readonly due_at: number;
  /** What ended it: an answer, or (not `answered`) the contact moving on without one. None while it runs. */
  readonly end: { readonly event: StageEvent; readonly answered: boolean } | undefined;
}

/** The clocks that run, or ran, on a handoff. */
export const clocksOf = (handoff: Handoff, { policies }: Policies): readonly Clock[] =>
  policies.flatMap((policy) => {
    for (const [starts, step] of startsOf(handoff)) {
      const start = handoff.steps[step]?.event;
      const version = start && policyVersionAt(policy, start.occurred_at);
      if (start && version?.starts === starts && isMeant(version, handoff.opened))
        return [clock(handoff, version, start, step)];
    }
    return [];
  });

const startsOf = ({ step, decision }: Handoff): readonly (readonly [PolicyVersion['starts'], number])[] =>
  decision && decision.outcome !== 'expired'
    ? [
        ['opened', step],
        [decision.outcome, decision.step],
      ]
    : [['opened', step]];

const clock = (handoff: Handoff, policy: PolicyVersion, start: StageEvent, step: number): Clock => {
  const calendar = calendarAt(policy, start.occurred_at);
  const levels = policy.levels.map(({ level, target }) => ({
    level,
    due_at: dueAtOf(target, calendar, start.occurred_at),
  }));
  const due_at = levels.find(({ level }) => level === 'breach')?.due_at ?? start.occurred_at;
  return { handoff, policy, calendar, start, levels, due_at, end: endOf(handoff, policy, step) };
};

const endOf = ({ steps }: Handoff, { answered_by }: PolicyVersion, start: number): Clock['end'] => {
  for (const { event, moves } of steps.slice(start + 1)) {
    const answered = answered_by.has(event.type);
    if (answered || moves) return { event, answered };
  }
  return undefined;
};

/** Whether a level's due time passed unanswered; `unsettled`: by what is known so far, but it was past when the start arrived, a moment ago. */
export interface LevelVerdict {
  readonly level: Level;
  readonly due_at: number;
  readonly passed: boolean | 'unsettled';
}

export interface Verdicts {
  readonly levels: readonly LevelVerdict[];
  /** When (UTC milliseconds) time alone will change a verdict; none where only an event can. */
  readonly next_ms: number | undefined;
}

/**
 * What is true of a clock at `now`. An answer exactly at the due time is in time. A due time that was already past when the
 * clock's start arrived waits `settle_ms` from that arrival, so that history read in order makes no breach it must take back.
 */
export const verdictsOf = (
  { levels, start, end }: Clock,
  { now, settle_ms }: { now: number; settle_ms: number },
): Verdicts => {
  let next_ms: number | undefined;
  const wakeAt = (at_ms: number): void => {
    next_ms = Math.min(next_ms ?? Infinity, at_ms);
  };
  const settled_at = start.arrived_at + settle_ms;
  const verdicts = levels.map(({ level, due_at }): LevelVerdict => {
    const passed = end ? end.event.occurred_at > due_at : now > due_at;
    if (!end && !passed) wakeAt(due_at + 1);
    if (!passed || due_at >= start.arrived_at || now >= settled_at) return { level, due_at, passed };
    wakeAt(settled_at);
    return { level, due_at, passed: 'unsettled' };
  });
  return { levels: verdicts, next_ms };
};
