// The worked example of docs/semantics.md as ClickHouse tells it, for tests.
import type { Credit, Holder, MilestoneModel, Position, Step, Told } from './rows.ts';

export const at = (dayOfYear: number): string =>
  new Date(Date.UTC(2026, 0, 1) + dayOfYear * 86_400_000).toISOString();

const nothing: Step = {
  ...{
    step: 0,
    at: at(0),
    is_touch: false,
    event_id: '',
    source: 'crm',
    type: '',
    contact_id: 'ada',
    opportunity_id: '',
  },
  ...{ opportunity_state: 'won', won_at: at(70), journey: 'this', eligibility: '', touch_no: 0 },
  ...{ channel: '', campaign_id: '', content_id: '', stage: '', from_stage: '', direction: '', reason: '' },
  ...{
    visit_no: 0,
    cycle_no: 0,
    journey_no: 1,
    left_at: null,
    ended_by: '',
    thrown_back_at: null,
    anchor_event_id: '',
  },
  ...{
    milestone: '',
    candidate_no: 0,
    is_thrown_back: false,
    is_anchored: false,
    amount: null,
    currency: '',
  },
};

export const touch = (no: number, onDay: number, channel: string, more: Partial<Step> = {}): Step => ({
  ...nothing,
  ...{ at: at(onDay), is_touch: true, event_id: `t${no}`, type: 'content_viewed', channel, touch_no: no },
  eligibility: 'eligible',
  ...more,
});

export const visit = (type: string, onDay: number, stage: string, more: Partial<Step> = {}): Step => ({
  ...nothing,
  ...{
    at: at(onDay),
    event_id: `${type}-${onDay}`,
    type,
    stage,
    direction: 'forward',
    from_stage: 'engaged',
  },
  ...more,
});

const candidate = (milestone: string, candidate_no: number, anchor: number): Partial<Step> => ({
  ...{ milestone, candidate_no, is_anchored: true, anchor_event_id: `t${anchor}` },
});
const deal = { opportunity_id: 'deal', currency: 'EUR', contact_id: '' };

export const numbered = (steps: readonly Step[]): readonly Step[] =>
  steps.map((step, index) => ({ ...step, step: index + 1 }));

const steps = numbered([
  touch(1, 0, 'paid_search', { stage: 'engaged', direction: 'forward' }),
  touch(2, 2, 'webinar'),
  visit('mql_created', 3, 'mql', { ...candidate('mql', 1, 2), is_thrown_back: true, thrown_back_at: at(5) }),
  visit('mql_rejected', 5, 'engaged', {
    from_stage: 'mql',
    direction: 'back',
    reason: 'no_budget',
    cycle_no: 2,
  }),
  touch(3, 40, 'email'),
  touch(4, 45, 'linkedin'),
  visit('mql_created', 46, 'mql', candidate('mql', 2, 4)),
  visit('mql_accepted', 47, 'accepted', { ...candidate('accepted', 1, 4), from_stage: 'mql' }),
  touch(5, 50, 'content'),
  visit('opportunity_created', 55, 'opportunity', {
    ...candidate('opportunity', 1, 5),
    ...deal,
    amount: '90000',
  }),
  touch(6, 60, 'event'),
  visit('opportunity_won', 70, 'won', {
    ...candidate('won', 1, 6),
    ...deal,
    from_stage: 'opportunity',
    amount: '100000',
  }),
]);

const holder = (
  position: Position,
  candidate_no: number,
  touch_no: number,
  role: Holder['role'],
  part = 1,
): Holder => ({
  ...{ stage_credit: 'productive', position, candidate_no, touch_no, role, part },
});

const always = [
  holder('first_touch', 1, 1, 'touch'),
  holder('accepted', 1, 4, 'anchor'),
  holder('opportunity', 1, 5, 'anchor'),
  holder('won', 1, 6, 'anchor'),
  holder('last_touch', 1, 6, 'touch'),
];
const mqls: Readonly<Record<string, readonly Holder[]>> = {
  first: [holder('mql', 1, 2, 'anchor')],
  last: [holder('mql', 2, 4, 'anchor')],
  even: [holder('mql', 1, 2, 'anchor', 0.5), holder('mql', 2, 4, 'anchor', 0.5)],
  productive: [holder('mql', 2, 4, 'anchor')],
  rescue: [holder('mql', 2, 4, 'anchor', 0.5), holder('mql', 2, 3, 'rescuer', 0.5)],
};
const holders = Object.entries(mqls).flatMap(([stage_credit, own]) =>
  [...always, ...own].map((one) => ({ ...one, stage_credit })),
);

export const fullPath: MilestoneModel = {
  ...{
    model: 'full_path',
    version: 0,
    first_touch: 0.225,
    mql: 0.225,
    accepted: 0,
    opportunity: 0.225,
    won: 0.225,
  },
  ...{ last_touch: 0, rest: 0.1 },
};

/** Credit of touches t1, t2, … by weight, in order. */
export const credit = (model: string, ...weights: readonly string[]): readonly Credit[] =>
  weights
    .map((weight, index) => ({
      ...{ model, row_kind: 'touch' as const, touch_event_id: `t${index + 1}` },
      touched_at: steps.find(({ touch_no }) => touch_no === index + 1)?.at ?? null,
      ...{ converted_at: at(70), weight, amount: String(Number(weight) * 100_000), currency: 'EUR' },
    }))
    .filter(({ weight }) => Number(weight) > 0);

export const worked: Told = {
  ...{
    account_id: 'acme',
    opportunity_id: 'deal',
    lookback_days: 90,
    stage_credit: 'productive',
    as_of: undefined,
  },
  ...{ steps, holders, models: [fullPath] },
  credits: [
    ...credit('full_path', '0.225', '0.05', '0.05', '0.225', '0.225', '0.225'),
    ...credit('position_based', '0.4', '0.05', '0.05', '0.05', '0.05', '0.4'),
  ],
};
