// What should have been told by now, worked out from the stored facts alone, against what was: whoever tells may be wrong, or not run at all.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { ChannelRules, Directory } from './directory.ts';
import { clockKeyOf } from './fact-id.ts';
import { holdOf } from './holds.ts';
import { byUrgency, escalationStep } from './levels.ts';
import { destinationsOf, type Destination } from './routing.ts';

/** That a level was told on a channel, or given up there, and whose it was then. */
export interface ToldOn {
  readonly channel_id: string;
  readonly owner_id: string | null;
}

/** A warning or breach in force and unanswered, of whom it was when it became true. Times are UTC milliseconds. */
export interface Standing {
  readonly fact: SlaFact;
  readonly told: readonly ToldOn[];
  /** How long it had been true when it was first said, milliseconds; else as this fact says. */
  readonly first_lag_ms?: number;
  /** To whom it was reassigned since, and when that was known. */
  readonly given?: { readonly owner_id: string; readonly at: number } | undefined;
  /** When it was known that anybody had acted, after the fact was said; 0: nobody. */
  readonly acted_at?: number;
  /** Somebody is on it: it is escalated no further. */
  readonly is_acknowledged?: boolean;
  /** How long people's acts hold it back. */
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

/** Somebody who is to be told of a level, from one time until another. */
interface Expected {
  readonly standing: Standing;
  readonly fact: SlaFact;
  readonly from: number;
  readonly until: number;
}

/**
 * Who is to be told: the owner when it became true, until somebody acts if it is reassigned then; and whoever it was reassigned to last, from
 * then on. Who had it in between is left out.
 */
const expectedOf = (standing: Standing): readonly Expected[] => {
  const { fact, given, acted_at = 0 } = standing;
  if (!given) return [{ standing, fact, from: fact.derived_at, until: Infinity }];
  return [
    { standing, fact, from: fact.derived_at, until: acted_at },
    {
      standing,
      fact: { ...fact, owner_id: given.owner_id },
      from: Math.max(fact.derived_at, given.at),
      until: Infinity,
    },
  ];
};

/**
 * What is overdue at `now`, by fact and channel. What was held back until a moment ago is not; what a channel that fails has not taken is. A
 * reassignment changes nothing of what should have been told before it.
 */
export const overdueOf = (
  standing: readonly Standing[],
  rules: AuditRules,
  now: number,
): readonly Overdue[] => {
  const isMostUrgent = mostUrgent(standing, rules);
  return standing.flatMap(expectedOf).flatMap((expected) =>
    [...destinationsOf(expected.fact, rules.directory).values()].flatMap((destination) => {
      const channel = rules.directory.channels.get(destination.channel_id);
      if (!channel || isHistory(expected.standing, channel.channel_id, rules)) return [];
      if (isTold(expected, channel, isMostUrgent)) return [];
      const due_at = dueAt(expected, channel, destination, rules, now);
      const { fact_id } = expected.fact;
      return due_at === undefined ? [] : [{ fact_id, channel_id: channel.channel_id, due_at }];
    }),
  );
};

const isHistory = (
  { fact, first_lag_ms = fact.derived_at - fact.at }: Standing,
  channel_id: string,
  { age_ms_max, since }: AuditRules,
): boolean => first_lag_ms > age_ms_max || fact.derived_at < since(channel_id);

/** Who is new to it is told again, by the most urgent level, where another was told of it; not where somebody is on it. */
const isTold = (
  { standing, fact, until }: Expected,
  { channel_id }: ChannelRules,
  isMostUrgent: (fact: SlaFact, channel_id: string) => boolean,
): boolean => {
  const { told, given, is_acknowledged = false } = standing;
  if (is_acknowledged && escalationStep(fact.level) > 0 && until === Infinity) return true;
  const there = told.filter((one) => one.channel_id === channel_id);
  const isNew = given !== undefined && until === Infinity && !is_acknowledged;
  return isNew && isMostUrgent(fact, channel_id)
    ? there.some(({ owner_id }) => owner_id === fact.owner_id)
    : there.length > 0;
};

/** When it was to be told at the latest; undefined where that is not over, or it was held back. */
const dueAt = (
  { standing: { held_until = 0 }, fact, from, until }: Expected,
  channel: ChannelRules,
  { after_ms, gathering }: Destination,
  { directory, grace_ms }: AuditRules,
  now: number,
): number | undefined => {
  const takes_ms = gathering.wait_ms + grace_ms;
  const due_at = from + after_ms + takes_ms;
  const by = Math.min(now, until);
  const isHeld =
    (until === Infinity && held_until > now - takes_ms) ||
    [by, by - takes_ms].some((at) => holdOf(fact, false, channel, directory, at));
  return due_at > by || isHeld ? undefined : due_at;
};

/** Whether a level is the most urgent of its clock that leads to a channel by whoever owes the answer now. */
const mostUrgent = (
  standing: readonly Standing[],
  rules: AuditRules,
): ((fact: SlaFact, channel_id: string) => boolean) => {
  const given = standing.filter((one) => one.given);
  const byClock = Map.groupBy(given.flatMap(expectedOf), ({ fact }) => clockKeyOf(fact));
  return (fact, channel_id) =>
    !byClock
      .get(clockKeyOf(fact))
      ?.some(
        (other) =>
          other.until === Infinity &&
          byUrgency(other.fact, fact) < 0 &&
          !isHistory(other.standing, channel_id, rules) &&
          destinationsOf(other.fact, rules.directory).has(channel_id),
      );
};
