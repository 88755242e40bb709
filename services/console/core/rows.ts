// What the reports answer, row by row: times ISO 8601 in UTC, durations in seconds, money as exact decimal text. Pure; page and API share it.
import type { Stage } from '@revloop/schemas/stages.ts';
import type {
  BreachRow,
  ComplianceRow,
  HandoffRow,
  PauseRow,
  PolicyRow,
  SentUpdateRow,
  UpdateRow,
  WithdrawnRow,
} from './sla-rows.ts';

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
  /** When ClickHouse was asked, by the console's clock. */
  readonly as_of: string;
  /** When the console answered, by its clock: later than `as_of` where readers share an answer. */
  readonly sent_at: string;
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
