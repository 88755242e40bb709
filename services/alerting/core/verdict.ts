// What is true of a clock at a time: which due times passed unanswered.
import type { Clock } from './clock.ts';
import type { StageEvent } from './stage-event.ts';
import type { Level } from './telling/levels.ts';

/** Whether a level's due time passed unanswered; `unsettled`: by what is known so far, but it was past when the start arrived, a moment ago. */
export interface LevelVerdict {
  readonly level: Level;
  readonly due_at: number | undefined;
  readonly stopped_by: StageEvent | undefined;
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
  const verdicts = levels.map(({ level, due_at, stopped_by }): LevelVerdict => {
    if (due_at === undefined || stopped_by) return { level, due_at, stopped_by, passed: false };
    const passed = end ? end.event.occurred_at > due_at : now > due_at;
    if (!end && !passed) wakeAt(due_at + 1);
    if (!passed || due_at >= start.arrived_at || now >= settled_at)
      return { level, due_at, stopped_by, passed };
    wakeAt(settled_at);
    return { level, due_at, stopped_by, passed: 'unsettled' };
  });
  return { levels: verdicts, next_ms };
};
