// What the reports answer, row by row: times ISO 8601 in UTC, durations in seconds, money as exact decimal text. Pure; page and API share it.
import type { HandoffAction } from './handoff-update.ts';
import type { Stage } from '@revloop/schemas/stages.ts';

/** Grain: a stage over all the months asked for. */
export interface FunnelRow {
  readonly stage: Stage;
  readonly stage_no: number;
  readonly entered_visits: number;
  readonly entered_accounts: number;
  readonly converted_visits: number;
  readonly converted_accounts: number;
  readonly visit_median_seconds: number | null;
  readonly visit_p90_seconds: number | null;
  readonly account_median_seconds: number | null;
  readonly account_p90_seconds: number | null;
  /** Visits to this stage that ended by being thrown back. */
  readonly loops: number;
}

/** Grain: stage × month (`period` is its first day). */
export interface FunnelMonthRow {
  readonly stage: Stage;
  readonly stage_no: number;
  readonly period: string;
  readonly entered_visits: number;
  readonly entered_accounts: number;
  readonly converted_accounts: number;
  readonly conversion_rate: number;
  readonly median_seconds_to_convert: number | null;
  readonly p90_seconds_to_convert: number | null;
  readonly loops: number;
}

/** Grain: from-stage × to-stage × reason. */
export interface LoopRow {
  readonly from_stage: Stage;
  readonly to_stage: Stage;
  readonly reason: string;
  readonly loops: number;
  readonly returned: number;
  readonly median_seconds_to_return: number | null;
  readonly p90_seconds_to_return: number | null;
}

export interface LoopRateRow {
  readonly accounts: number;
  readonly accounts_looped: number;
  readonly visits: number;
  readonly loops: number;
}

/** Grain: month × from-stage. */
export interface LoopMonthRow {
  readonly period: string;
  readonly from_stage: Stage;
  readonly loops: number;
  readonly returned: number;
}

/** Grain: a move between two visits, by their stage, number and cycle. `from_stage` is '' where a journey starts. */
export interface MoveRow {
  readonly from_stage: Stage | '';
  readonly from_visit: number;
  readonly from_cycle: number;
  readonly stage: Stage;
  readonly visit_no: number;
  readonly cycle_no: number;
  readonly direction: 'forward' | 'back' | 'repeat';
  readonly moves: number;
}

/** Grain: channel. `channel` is '' where the emitter stated none, 'unattributed' for credit that no touch can take. */
export interface ChannelRow {
  readonly channel: string;
  readonly conversions: number;
  readonly revenue: string;
  readonly share: number;
  readonly credited_touches: number;
  /** The revenue of all channels together. */
  readonly total_revenue: string;
}

export interface CreditTotalRow {
  readonly won_opportunities: number;
  readonly won_amount: string;
  readonly unattributed_amount: string;
  readonly pending_opportunities: number;
  readonly pending_amount: string;
}

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

/** Grain: a breach in force. */
export interface BreachRow extends Risk, TakenOn {
  readonly fact_id: string;
  readonly handoff_id: string;
  readonly account_id: string;
  readonly contact_id: string;
  readonly policy_id: string;
  readonly policy_version: string;
  readonly level: string;
  readonly owner_id: string;
  readonly team: string;
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
export interface WithdrawnRow {
  readonly handoff_id: string;
  readonly account_id: string;
  readonly contact_id: string;
  readonly policy_id: string;
  readonly policy_version: string;
  readonly level: string;
  readonly owner_id: string;
  readonly team: string;
  readonly due_at: string;
  readonly withdrawn_at: string;
  /** The event that proved it wrong. */
  readonly cause_event_id: string;
  /** Null where nobody had been told of the breach. */
  readonly told_at: string | null;
}

/** Grain: an act on a handoff. */
export interface UpdateRow {
  readonly action: HandoffAction;
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

/** Grain: outcome × reason of handoffs opened in the months asked for. */
export interface OutcomeRow {
  readonly outcome: HandoffRow['outcome'];
  readonly reason: string;
  readonly handoffs: number;
  readonly breached: number;
  readonly median_business_seconds: number | null;
  readonly p90_business_seconds: number | null;
}

/** Grain: a visit of one account, in order. */
export interface VisitRow {
  readonly account_id: string;
  readonly contact_id: string;
  readonly opportunity_id: string;
  readonly stage: Stage;
  readonly visit_no: number;
  readonly cycle_no: number;
  readonly journey_no: number;
  readonly direction: 'forward' | 'back' | 'repeat';
  readonly reason: string;
  readonly from_stage: Stage | '';
  readonly skipped: readonly Stage[];
  readonly entered_at: string;
  readonly left_at: string | null;
  readonly event_id: string;
  readonly anchor_event_id: string;
  readonly carried: boolean;
}

/** Grain: an account whose id holds the text searched for. */
export interface AccountRow {
  readonly account_id: string;
  readonly visits: number;
  readonly loops: number;
  readonly last_entered_at: string;
}

export interface Rows {
  readonly funnel: FunnelRow;
  readonly 'funnel-months': FunnelMonthRow;
  readonly loops: LoopRow;
  readonly 'loop-rate': LoopRateRow;
  readonly 'loop-months': LoopMonthRow;
  readonly moves: MoveRow;
  readonly attribution: ChannelRow;
  readonly 'attribution-total': CreditTotalRow;
  readonly handoffs: HandoffRow;
  readonly breaches: BreachRow;
  readonly withdrawn: WithdrawnRow;
  readonly updates: UpdateRow;
  readonly 'sent-update': SentUpdateRow;
  readonly outcomes: OutcomeRow;
  readonly policies: PolicyRow;
  readonly compliance: ComplianceRow;
  readonly pauses: PauseRow;
  readonly visits: VisitRow;
  readonly accounts: AccountRow;
}

/** What `GET /api/reports/:name` answers. */
export interface Answer<Row> {
  readonly rows: readonly Row[];
  /** The query as it was run; `params` fill its `{name:Type}` places. */
  readonly sql: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** When it was asked, by the console's clock. */
  readonly as_of: string;
  /** True when rows beyond the report's limit were cut off. */
  readonly truncated: boolean;
}

/** What `GET /api/options` answers: the choices that have rows behind them. */
export interface Options {
  readonly models: readonly string[];
  readonly stage_credits: readonly string[];
  readonly lookback_days: readonly number[];
  readonly currencies: readonly string[];
  /** Months with events, oldest first: `2026-03`. */
  readonly months: readonly string[];
  readonly owners: readonly string[];
  readonly teams: readonly string[];
  readonly policies: readonly string[];
}
