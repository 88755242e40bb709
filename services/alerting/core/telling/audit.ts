// What should have been told by now, worked out from the stored facts alone, against what was: whoever tells may be wrong, or not run at all.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { Directory } from './directory.ts';
import { holdOf } from './holds.ts';
import { escalationStep } from './levels.ts';
import { destinationsOf } from './routing.ts';

/** A warning or breach in force and unanswered, and the channels on which its level was told, or given up. */
export interface Standing {
  readonly fact: SlaFact;
  readonly told_on: readonly string[];
  /** When it was known that somebody else owes the answer, UTC milliseconds; 0: nobody else. */
  readonly reassigned_at?: number;
  /** Somebody is on it: it is escalated no further. */
  readonly is_acknowledged?: boolean;
  /** How long people's acts hold it back, UTC milliseconds. */
  readonly held_until?: number;
}

export interface Overdue {
  readonly fact_id: string;
  readonly channel_id: string;
  /** When it should have been told at the latest, holds apart, UTC milliseconds. */
  readonly due_at: number;
}

export interface AuditRules {
  readonly directory: Directory;
  readonly age_ms_max: number;
  /** How long telling may take. */
  readonly grace_ms: number;
  readonly since: (channel_id: string) => number;
}

/** What is overdue at `now`, by fact and channel. What was held back until a moment ago is not; what a channel that fails has not taken is. */
export const overdueOf = (
  standing: readonly Standing[],
  { directory, age_ms_max, grace_ms, since }: AuditRules,
  now: number,
): readonly Overdue[] =>
  standing.flatMap(({ fact, told_on, reassigned_at = 0, is_acknowledged = false, held_until = 0 }) =>
    [...destinationsOf(fact, directory).values()].flatMap(({ channel_id, after_ms, gathering }) => {
      const channel = directory.channels.get(channel_id);
      const isHistory = fact.derived_at - fact.at > age_ms_max || fact.derived_at < since(channel_id);
      if (!channel || isHistory || told_on.includes(channel_id)) return [];
      if (is_acknowledged && escalationStep(fact.level) > 0) return [];
      const takes_ms = gathering.wait_ms + grace_ms;
      const due_at = Math.max(fact.derived_at, reassigned_at) + after_ms + takes_ms;
      const isHeld =
        held_until > now - takes_ms ||
        [now, now - takes_ms].some((at) => holdOf(fact, false, channel, directory, at));
      return due_at > now || isHeld ? [] : [{ fact_id: fact.fact_id, channel_id, due_at }];
    }),
  );
