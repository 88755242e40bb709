// A decided or expired handoff → the record marketing automation reads.
import type { HandoffOutcome } from '@revloop/schemas/generated.ts';
import type { Clock } from './clock.ts';
import type { Handoff } from './handoff.ts';
import { isReassignment } from './owner.ts';
import { businessMsWithout, endedAt } from './pauses.ts';

/** Of the clocks that wait for the decision the one that is due first, by its policy's name where two are: the relation `handoffs` shows the same. */
export const decisionClock = (clocks: readonly Clock[]): Clock | undefined =>
  clocks
    .filter(({ policy }) => policy.starts === 'opened')
    .sort((a, b) => a.first_due_at - b.first_due_at || (a.policy.policy_id < b.policy.policy_id ? -1 : 1))[0];

/**
 * What sales did with a handoff; none while it is open. Business time is that of its decision clock, without what was paused, as in
 * `handoffs` and `sla_compliance`; where no policy covers it, every second counts.
 */
export const outcomeOf = (
  { handoff_id, contact_id, opened, decision }: Handoff,
  account_id: string,
  clocks: readonly Clock[],
): HandoffOutcome | undefined => {
  if (!decision) return undefined;
  const clock = decisionClock(clocks);
  const [from, to] = [opened.occurred_at, decision.event.occurred_at];
  const taken_ms = clock ? businessMsWithout(clock.calendar, from, to, endedAt(clock.pauses, to)) : to - from;
  return {
    handoff_id,
    account_id,
    contact_id,
    opened_at: from,
    decided_at: to,
    outcome: decision.outcome,
    reason: decision.event.reason,
    owner_id: decision.event.owner_id ?? clock?.acts.findLast(isReassignment)?.owner_id ?? opened.owner_id,
    business_seconds: Math.floor(taken_ms / 1000),
    event_id: decision.event.event_id,
  };
};

/** What tells one outcome of a handoff from another: the decision, whose it was, and the time it took, which a pause heard of late changes. */
export const outcomeText = ({ event_id, owner_id, business_seconds }: HandoffOutcome): string =>
  `${event_id}/${owner_id ?? ''}/${business_seconds}`;
