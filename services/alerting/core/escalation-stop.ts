// Acts after which a clock is not escalated any more.
import { isReassignment } from './owner.ts';
import type { StageEvent } from './stage-event.ts';
import { escalationStep, type Level } from './telling/levels.ts';

/**
 * The act because of which a step of escalation due at `due_at` is not called for: resolved before it, or acknowledged before it by whoever
 * still owed the answer then. `acts` in order.
 */
export const escalationStop = (
  level: Level,
  due_at: number | undefined,
  acts: readonly StageEvent[],
): StageEvent | undefined => {
  if (acts.length === 0 || due_at === undefined || escalationStep(level) === 0) return undefined;
  let acknowledged: StageEvent | undefined;
  for (const event of acts) {
    if (event.occurred_at >= due_at) break;
    if (event.act?.action === 'resolved') return event;
    if (event.act?.action === 'acknowledged') acknowledged ??= event;
    // The new owner has not seen it.
    if (isReassignment(event)) acknowledged = undefined;
  }
  return acknowledged;
};
