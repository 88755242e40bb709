// Who owes the answer of a clock: whom its events name, until somebody hands it to somebody else.
import type { Clock } from './clock.ts';
import { inOrder, type StageEvent } from './stage-event.ts';
import { isMarketings } from './starts.ts';

type Started = Pick<Clock, 'handoff' | 'policy' | 'start'>;

/** A reassignment that says to whom. */
export const isReassignment = ({ act, owner_id }: StageEvent): boolean =>
  act?.action === 'reassigned' && owner_id !== null;

/** The reassignment that counts at `at_ms` (UTC milliseconds, its own included); none where the clock's own events say who owes. */
export const reassignmentAt = (
  { handoff, policy, start }: Started,
  at_ms: number,
): StageEvent | undefined => {
  const newest = handoff.acts.findLast((event) => event.occurred_at <= at_ms && isReassignment(event));
  if (!newest || inOrder(newest, handoff.opened) < 0) return undefined;
  const isBefore = inOrder(newest, start) < 0;
  return isBefore && (start.owner_id !== null || isMarketings(policy.starts)) ? undefined : newest;
};

/** Null where nobody is named. */
export const ownerAt = (clock: Started, at_ms: number): string | null => {
  const { handoff, policy, start } = clock;
  const own = isMarketings(policy.starts) ? null : (start.owner_id ?? handoff.opened.owner_id);
  return reassignmentAt(clock, at_ms)?.owner_id ?? own;
};
