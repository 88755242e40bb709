// A decided or expired handoff → the record marketing automation reads.
import type { HandoffOutcome } from '@revloop/schemas/generated.ts';
import type { Clock } from './clock.ts';
import type { Handoff } from './handoff.ts';

/**
 * What sales did with a handoff; none while it is open. Business time is that of the handoff's first decision clock; where no
 * policy covers it, every second counts. Pauses count too: it is how long the decision took.
 */
export const outcomeOf = (
  { handoff_id, contact_id, opened, decision }: Handoff,
  account_id: string,
  clocks: readonly Clock[],
): HandoffOutcome | undefined => {
  if (!decision) return undefined;
  const calendar = clocks.find(({ policy }) => policy.starts === 'opened')?.calendar;
  const [from, to] = [opened.occurred_at, decision.event.occurred_at];
  return {
    handoff_id,
    account_id,
    contact_id,
    opened_at: from,
    decided_at: to,
    outcome: decision.outcome,
    reason: decision.event.reason,
    owner_id: decision.event.owner_id ?? opened.owner_id,
    business_seconds: Math.floor((calendar ? calendar.businessMs(from, to) : to - from) / 1000),
    event_id: decision.event.event_id,
  };
};
