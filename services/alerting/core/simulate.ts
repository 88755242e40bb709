// Stored events and policies → the clocks that started in a period, each with what became of it by what is known now. Nothing is said.
import { clocksOf, type Clock } from './clock.ts';
import { endDraft, identityOf } from './facts.ts';
import { handoffsOf } from './handoff.ts';
import type { Policies } from './policy.ts';
import type { StageEvent } from './stage-event.ts';
import { no_teams, type Teams } from './teams.ts';
import { escalationStep } from './telling/levels.ts';
import { verdictsOf } from './verdict.ts';

export interface AccountHistory {
  /** '' where a contact belongs to no account. */
  readonly account_id: string;
  /** All stage events of the account, those before and after the period included. */
  readonly events: readonly StageEvent[];
}

/** UTC milliseconds. */
export interface Period {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** What is open is judged at this time. */
  readonly now: number;
}

/** `ended`: within its target, without an answer. The words of the relation sla_compliance. */
export type ClockState = 'open' | 'met' | 'breached' | 'ended';

export interface JudgedClock {
  readonly policy_id: string;
  readonly state: ClockState;
  readonly escalated: boolean;
  /** Business time from start to answer; undefined where nobody answered. */
  readonly business_seconds: number | undefined;
  readonly contact_id: string;
  /** When its handoff was opened, UTC milliseconds. */
  readonly opened_at: number;
  /** '' where nobody is named. */
  readonly owner_id: string;
  /** Of the event that ended it, else of the one that started it; '' where neither states one. */
  readonly reason: string;
}

/** Clocks by account, in no order that means anything. */
export const judgedClocks = (
  accounts: readonly AccountHistory[],
  policies: Policies,
  { from, to, now }: Period,
  teams: Teams = no_teams,
): readonly JudgedClock[] =>
  accounts.flatMap(({ account_id, events }) =>
    handoffsOf(events)
      .flatMap((handoff) => clocksOf(handoff, policies, { teams, saidTeam: () => undefined }))
      .filter(({ start }) => from <= start.occurred_at && start.occurred_at < to)
      .map((clock) => judged(clock, account_id, now)),
  );

const judged = (clock: Clock, account_id: string, now: number): JudgedClock => {
  const { levels } = verdictsOf(clock, { now, settle_ms: 0 });
  const passed = levels.filter((one) => one.passed === true).map(({ level }) => level);
  const end = endDraft(clock);
  const answered = clock.end?.answered === true;
  return {
    policy_id: clock.policy.policy_id,
    state: stateOf(passed.includes('breach'), end?.fact),
    escalated: passed.some((level) => escalationStep(level) > 0),
    business_seconds: answered ? (end?.business_seconds ?? undefined) : undefined,
    contact_id: clock.handoff.contact_id,
    opened_at: clock.handoff.opened.occurred_at,
    owner_id: identityOf(clock, account_id).owner_id ?? '',
    reason: clock.end?.event.reason ?? clock.start.reason ?? '',
  };
};

const stateOf = (breached: boolean, end: string | undefined): ClockState => {
  if (breached) return 'breached';
  if (end === undefined) return 'open';
  return end === 'met' ? 'met' : 'ended';
};

/** The newest version of each policy in force for all time. Calendars keep their dates: holidays of past years are in past versions. */
export const asIfAlways = ({ policies, ...file }: Policies): Policies => ({
  ...file,
  policies: policies.map(({ policy_id, versions }) => ({
    policy_id,
    versions: versions.slice(-1).map((version) => ({ ...version, effective_from: -Infinity })),
  })),
});

/** Versions that judge no clock of a period, since they take effect after it. */
export const notYetInForce = (
  { policies }: Policies,
  to: number,
): readonly { readonly policy_id: string; readonly version: number; readonly effective_from: number }[] =>
  policies.flatMap(({ versions }) => versions.filter(({ effective_from }) => effective_from >= to));
