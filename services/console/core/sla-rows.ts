// What the reports about handoffs and SLAs answer, row by row, as rows.ts says. Pure; page and API share it.
import type { HandoffUpdatedAction } from '@revloop/schemas/generated.ts';

export interface Money {
  readonly currency: string;
  readonly amount: string;
}

/** What an unanswered handoff may cost: one amount for each currency, none where nobody knows. */
export interface Risk {
  readonly at_risk: readonly Money[];
  /** What the amounts are: the account's open opportunities, or what the policy expects. */
  readonly risk_basis: '' | 'open_pipeline' | 'expected_value';
}

/** What people did last; null and '' where they did not. */
export interface TakenOn {
  readonly acknowledged_at: string | null;
  readonly acknowledged_by: string;
  readonly snoozed_until: string | null;
  readonly resolved_at: string | null;
  readonly resolved_by: string;
}

/** Grain: a handoff, with the breaches in force on it. */
export interface HandoffRow extends Risk, TakenOn {
  readonly handoff_id: string;
  readonly account_id: string;
  readonly contact_id: string;
  readonly opened_at: string;
  readonly due_at: string | null;
  readonly decided_at: string | null;
  readonly outcome: 'open' | 'accepted' | 'rejected' | 'expired';
  readonly reason: string;
  readonly owner_id: string;
  readonly team: string;
  readonly business_seconds: number | null;
  readonly breached: boolean;
  readonly policy_id: string;
  readonly policy_version: string;
  readonly levels: readonly string[];
  readonly told_at: string | null;
  /** Since when its clock stands still; null while it runs. */
  readonly paused_at: string | null;
  readonly pause_reason: string;
  /** Comments, and notes on other acts. */
  readonly notes: number;
}

/** Which due time of which clock, and whose. */
export interface ClockLevel {
  readonly handoff_id: string;
  readonly account_id: string;
  readonly contact_id: string;
  readonly policy_id: string;
  readonly policy_version: string;
  readonly level: string;
  readonly owner_id: string;
  readonly team: string;
}

/** Grain: a breach in force. */
export interface BreachRow extends ClockLevel, Risk, TakenOn {
  readonly fact_id: string;
  /** When the clock was due, whatever the level. */
  readonly due_at: string;
  readonly breached_at: string;
  readonly told_at: string | null;
  /** When the clock got its answer, in time or late; null while it runs. */
  readonly answered_at: string | null;
  /** Type of the event that answered, or `expired`. */
  readonly answer: string;
}

/** Grain: a breach that was taken back. */
export interface WithdrawnRow extends ClockLevel {
  readonly due_at: string;
  readonly withdrawn_at: string;
  /** The event that proved it wrong. */
  readonly cause_event_id: string;
  /** Null where nobody had been told of the breach. */
  readonly told_at: string | null;
}

/** Grain: an act on a handoff. */
export interface UpdateRow {
  readonly action: HandoffUpdatedAction;
  readonly actor: string;
  readonly owner_id: string;
  readonly reason: string;
  readonly note: string;
  readonly until: string | null;
  readonly at: string;
  readonly event_id: string;
  /** False where it changed nothing. */
  readonly counted: boolean;
}

export interface SentUpdateRow {
  readonly stored: boolean;
  readonly derived: boolean;
}

/** Grain: a policy version. */
export interface PolicyRow {
  readonly policy_id: string;
  readonly policy_version: string;
  readonly first_started_at: string;
  readonly last_started_at: string;
  readonly clocks: number;
  readonly open: number;
  readonly met: number;
  readonly breached: number;
  readonly escalated: number;
  /** Whether it is the newest version that has started a clock. */
  readonly newest: boolean;
}

/** Grain: a policy, team or owner. */
export interface ComplianceRow {
  readonly name: string;
  readonly clocks: number;
  readonly open: number;
  readonly met: number;
  readonly breached: number;
  readonly escalated: number;
  readonly ended: number;
  readonly acknowledged: number;
  readonly paused: number;
}

/** Grain: a pause of a clock. */
export interface PauseRow {
  readonly handoff_id: string;
  readonly account_id: string;
  readonly contact_id: string;
  readonly owner_id: string;
  readonly team: string;
  readonly policy_id: string;
  readonly reason: string;
  /** Who paused it. */
  readonly actor: string;
  readonly paused_at: string;
  readonly resumed_at: string | null;
  /** Wall time; up to now while it lasts. */
  readonly seconds: number;
  readonly buyer_events: number;
  readonly first_buyer_event_at: string | null;
  readonly buyer_acted: boolean;
}
