// Whom there is to tell, by which way, and when not: what the rules of telling know of the organisation.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { Match, Subject } from './match.ts';

/** How what waits for a channel is gathered. */
export interface Gathering {
  /** How long the first of several waits for the others. */
  readonly wait_ms: number;
  /** From so many waiting messages on one digest is sent instead; Infinity: never. */
  readonly digest_from: number;
  /** Messages within any 60 seconds; Infinity: any number. */
  readonly per_minute: number;
}

export interface ChannelRules {
  readonly channel_id: string;
  readonly gathering: Gathering;
  /** Messages under way at a time. */
  readonly sending_max: number;
  /** Whether many messages may be made one; not where each is ended by its own key. */
  readonly digests: boolean;
  /** The receiver knows what is open and is told of its end at any hour. */
  readonly keeps_state: boolean;
  /** What is open must be sent again every few minutes, or it ends by itself. Alerts of several teams are not mixed. */
  readonly renews: boolean;
}

export interface Owner {
  readonly name: string;
  /** '' where in none. */
  readonly team: string;
  readonly channels: readonly string[];
}

export interface QuietHours {
  /** When the quiet that reigns at an instant ends; undefined where none does. UTC milliseconds. */
  readonly until: (at_ms: number) => number | undefined;
  /** The longest stretch without a break. */
  readonly longest_ms: number;
  readonly escalations_break_through: boolean;
}

export interface Team {
  /** Of the policy file, in which its clocks are counted; undefined where it has none of its own. */
  readonly calendar?: string | undefined;
  readonly channels: readonly string[];
  /** Owners, told one after the other while an escalated handoff stays unanswered. */
  readonly escalation: readonly string[];
  readonly escalate_every_ms: number;
  readonly quiet: QuietHours | undefined;
  /** UTC milliseconds; nothing is told until then. */
  readonly paused_until: number | undefined;
}

export interface Route {
  readonly match: Match;
  /** Channel ids, or `owner` and `team` for theirs. */
  readonly channels: readonly string[];
  /** Whether the routes after it are looked at as well. */
  readonly continues: boolean;
  /** Instead of the channel's own. */
  readonly gathering: Partial<Gathering> | undefined;
  /** After so long without an answer people are told again; undefined: never. */
  readonly repeat_ms: number | undefined;
}

export interface Silence {
  readonly match: Match;
  /** UTC milliseconds. */
  readonly until: number;
  readonly reason: string;
  readonly by: string;
}

export interface Directory {
  readonly channels: ReadonlyMap<string, ChannelRules>;
  readonly owners: ReadonlyMap<string, Owner>;
  readonly teams: ReadonlyMap<string, Team>;
  readonly routes: readonly Route[];
  readonly silences: readonly Silence[];
}

/** Team that owes the answer; '' where not known. */
export const teamOf = ({ owners }: Directory, fact: SlaFact): string =>
  owners.get(fact.owner_id ?? '')?.team ?? '';

export const subjectOf = (directory: Directory, fact: SlaFact): Subject => ({
  policy: fact.policy_id,
  level: fact.level,
  team: teamOf(directory, fact),
  owner: fact.owner_id ?? '',
  account: fact.account_id,
});
