// What an SLA policy is, once its file has been read: versions, calendars by time, levels in business time.
import type { Calendar } from './calendar.ts';
import type { Condition } from './condition.ts';
import type { Money } from './money.ts';
import type { Level } from './telling/levels.ts';

/** The stage events of the ledger: only they open, decide, answer or end anything. */
export const stageEventTypes = [
  'mql_created',
  'mql_accepted',
  'mql_rejected',
  'lead_recycled',
  'opportunity_created',
  'opportunity_won',
  'opportunity_lost',
] as const;
export type StageEventType = (typeof stageEventTypes)[number];

/** What alerting remembers: stage events, and what people did about handoffs. */
export const watchedEventTypes = [...stageEventTypes, 'handoff_updated'] as const;
export type WatchedEventType = (typeof watchedEventTypes)[number];

/** Every handoff is opened, and accepted or rejected sooner or later. */
export const handoffStarts = ['opened', 'accepted', 'rejected'] as const;
/** What of a handoff starts a clock; events are the first of their type that concern its contact: see starts.ts. */
export const clockStarts = [
  ...handoffStarts,
  'opportunity_created',
  'opportunity_won',
  'opportunity_lost',
  'lead_recycled',
] as const;
export type ClockStart = (typeof clockStarts)[number];

/** Wall time runs on through nights and holidays; business time is counted, and a business day as long, as the calendar that applies says. */
export interface Target {
  readonly unit: 'wall_ms' | 'business_ms' | 'business_days';
  readonly amount: number;
}

/** What is in force from a moment on; sorted, the first is in force for everything before it as well. */
export interface CalendarVersion {
  readonly effective_from: number;
  readonly calendar: Calendar;
}

export interface PolicyVersion extends Condition {
  readonly policy_id: string;
  readonly version: number;
  /** UTC milliseconds: clocks that start from here on are judged by this version, for ever. */
  readonly effective_from: number;
  readonly starts: ClockStart;
  readonly answered_by: ReadonlySet<StageEventType>;
  /** Of those whose team has none of its own, where the team chooses. */
  readonly calendar: readonly CalendarVersion[];
  /** By name, where the team chooses; undefined where it does not. */
  readonly team_calendars: ReadonlyMap<string, readonly CalendarVersion[]> | undefined;
  readonly levels: readonly { readonly level: Level; readonly target: Target }[];
  /** Reasons for which the clock may be paused. */
  readonly pause: ReadonlySet<string>;
  /** What a handoff is taken to be worth where the account has no open opportunity. */
  readonly expected: Money | undefined;
}

export interface Policy {
  readonly policy_id: string;
  /** By effective_from, ascending. */
  readonly versions: readonly PolicyVersion[];
}

export interface Policies {
  readonly policies: readonly Policy[];
  /** Names of the properties any policy looks at: the only ones worth remembering of an event. */
  readonly property_names: ReadonlySet<string>;
  readonly calendar_names: ReadonlySet<string>;
}

const inForce = <T extends { readonly effective_from: number }>(
  versions: readonly T[],
  at_ms: number,
): T | undefined => versions.findLast(({ effective_from }) => effective_from <= at_ms);

/** The version that judges a clock started at `at_ms`; none where the policy did not exist yet. */
export const policyVersionAt = (policy: Policy, at_ms: number): PolicyVersion | undefined =>
  inForce(policy.versions, at_ms);

/** The calendar that counts for a clock started at `at_ms`; `team_calendar`: the name of the team's, if it has one. */
export const calendarAt = (
  { calendar, team_calendars }: PolicyVersion,
  at_ms: number,
  team_calendar?: string,
): Calendar => {
  const versions = (team_calendar !== undefined && team_calendars?.get(team_calendar)) || calendar;
  const version = inForce(versions, at_ms) ?? versions[0];
  if (!version) throw new Error('a policy version without a calendar');
  return version.calendar;
};

/** Milliseconds of a target, of business or of wall time; a business day is the calendar's standard day. */
export const targetMs = ({ unit, amount }: Target, calendar: Calendar): number =>
  unit === 'business_days' ? Math.round(amount * calendar.business_day_ms) : Math.round(amount);

/**
 * Whether `a` is used up before `b`, whenever both start. Business time never passes faster than wall time, but may stand still for as long as
 * the office closes: in wall time nothing is sure to come after a target of business time.
 */
export const isSurelyBefore = (a: Target, b: Target, calendar: Calendar): boolean =>
  (a.unit === 'wall_ms' || b.unit !== 'wall_ms') && targetMs(a, calendar) < targetMs(b, calendar);
