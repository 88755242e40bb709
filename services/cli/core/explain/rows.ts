// What ClickHouse says about one opportunity: rows of attribution_explained, attribution_positions, attribution_rows and milestone_models.

/** One touch or visit of the account; the first touch is both. Times are ISO 8601, amounts decimal texts. */
export interface Step {
  readonly step: number;
  readonly at: string;
  readonly is_touch: boolean;
  readonly event_id: string;
  readonly source: string;
  readonly type: string;
  readonly contact_id: string;
  readonly opportunity_id: string;
  readonly opportunity_state: 'won' | 'open' | 'lost';
  readonly won_at: string | null;
  /** Whether it belongs to the journey of the opportunity. */
  readonly journey: 'earlier' | 'this' | 'later';
  /** Of a touch, else ''. */
  readonly eligibility: '' | 'eligible' | 'too_old' | 'after_win' | 'not_won';
  /** Number among the eligible touches; 0 for others. */
  readonly touch_no: number;
  readonly channel: string;
  readonly campaign_id: string;
  readonly content_id: string;
  /** '' where it is no visit. */
  readonly stage: string;
  readonly from_stage: string;
  readonly direction: '' | 'forward' | 'back' | 'repeat';
  readonly reason: string;
  readonly visit_no: number;
  readonly cycle_no: number;
  readonly journey_no: number;
  readonly left_at: string | null;
  readonly ended_by: string;
  readonly thrown_back_at: string | null;
  readonly anchor_event_id: string;
  /** Whose credit the visit is a candidate for: mql, accepted, opportunity, won; else ''. */
  readonly milestone: string;
  readonly candidate_no: number;
  readonly is_thrown_back: boolean;
  readonly is_anchored: boolean;
  readonly amount: string | null;
  readonly currency: string;
}

export const positions = ['first_touch', 'mql', 'accepted', 'opportunity', 'won', 'last_touch'] as const;
export type Position = (typeof positions)[number];

/** Which touch (0: none is eligible) is paid by which candidate under one policy. */
export interface Holder {
  readonly stage_credit: string;
  readonly position: Position;
  readonly candidate_no: number;
  readonly touch_no: number;
  readonly role: 'touch' | 'anchor' | 'rescuer';
  /** Part of the position, from 0 to 1. */
  readonly part: number;
}

/** A row of `attribution_rows` or `attribution_credits`; one of weight 0 is of a refund. */
export interface Credit {
  readonly model: string;
  readonly row_kind: 'touch' | 'unattributed' | 'pending';
  readonly touch_event_id: string;
  readonly touched_at: string | null;
  readonly converted_at: string | null;
  readonly weight: string;
  readonly amount: string;
  readonly currency: string;
}

/** What a milestone model gives to each position and to the rest. */
export type MilestoneModel = Readonly<Record<Position | 'rest', number>> & {
  readonly model: string;
  /** 0: it ships. */
  readonly version: number;
};

/** All that is known of one opportunity, for one window, policy and moment. */
export interface Told {
  readonly account_id: string;
  readonly opportunity_id: string;
  readonly lookback_days: number;
  readonly stage_credit: string;
  /** ISO 8601; undefined: all that was received. */
  readonly as_of: string | undefined;
  readonly steps: readonly Step[];
  readonly holders: readonly Holder[];
  readonly credits: readonly Credit[];
  readonly models: readonly MilestoneModel[];
}
