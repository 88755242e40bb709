// What an SLA policy is, once its file has been read: versions, calendars by time, levels in business time.
import type { Calendar } from './calendar.ts';
import type { Condition } from './condition.ts';
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

/** A clock starts when a handoff is opened, accepted or rejected. */
export const clockStarts = ['opened', 'accepted', 'rejected'] as const;
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
  readonly calendar: readonly CalendarVersion[];
  readonly levels: readonly { readonly level: Level; readonly target: Target }[];
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
}

const inForce = <T extends { readonly effective_from: number }>(
  versions: readonly T[],
  at_ms: number,
): T | undefined => versions.findLast(({ effective_from }) => effective_from <= at_ms);

/** The version that judges a clock started at `at_ms`; none where the policy did not exist yet. */
export const policyVersionAt = (policy: Policy, at_ms: number): PolicyVersion | undefined =>
  inForce(policy.versions, at_ms);

/** The calendar that counts for a clock started at `at_ms`. */
export const calendarAt = ({ calendar }: PolicyVersion, at_ms: number): Calendar => {
  const version = inForce(calendar, at_ms) ?? calendar[0];
  if (!version) throw new Error('a policy version without a calendar');
  return version.calendar;
};

/** Milliseconds of a target, of business or of wall time; a business day is the calendar's standard day. */
export const targetMs = ({ unit, amount }: Target, calendar: Calendar): number =>
  unit === 'business_days' ? Math.round(amount * calendar.business_day_ms) : Math.round(amount);

/** When a target is used up that runs from `start_ms` on; both UTC milliseconds. */
export const dueAtOf = (target: Target, calendar: Calendar, start_ms: number): number => {
  const target_ms = targetMs(target, calendar);
  return target.unit === 'wall_ms' ? start_ms + target_ms : calendar.dueAt(start_ms, target_ms);
};

/**
 * Whether `a` is used up before `b`, whenever both start. Business time never passes faster than wall time, but may stand still for as long as
 * the office closes: in wall time nothing is sure to come after a target of business time.
 */
export const isSurelyBefore = (a: Target, b: Target, calendar: Calendar): boolean =>
  (a.unit === 'wall_ms' || b.unit !== 'wall_ms') && targetMs(a, calendar) < targetMs(b, calendar);
