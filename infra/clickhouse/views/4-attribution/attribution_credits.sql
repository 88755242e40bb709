-- Which touch earns which part of each opportunity, for the configured windows and every policy? As `attribution`, computed ahead and kept up to date.
-- Parameters: none. Grain: one (opportunity, model, policy, window, touch or `unattributed` or `pending`).
CREATE OR REPLACE VIEW attribution_credits
(
    model          String COMMENT 'Attribution model: first_touch, last_touch, linear, position_based, time_decay, u_milestone, w_milestone or full_path',
    stage_credit   String COMMENT 'Which visit earns a milestone''s credit: first, last, even, productive or rescue',
    lookback_days  UInt16 COMMENT 'Window: touches up to this many days before the conversion are eligible',
    account_id     String COMMENT 'Account that bought',
    opportunity_id String COMMENT 'Opportunity that is won, or open (pending)',
    converted_at   Nullable(DateTime64(3, 'UTC')) COMMENT 'When it was won, event time; null while open',
    row_kind       String COMMENT 'touch; unattributed: credit without an eligible touch; pending: the opportunity is still open',
    touch_event_id String COMMENT 'The touch that earns the credit; empty for other kinds of rows',
    touched_at     Nullable(DateTime64(3, 'UTC')) COMMENT 'When the touch happened, event time',
    channel        String COMMENT 'Channel of the touch; empty where the emitter stated none',
    campaign_id    String COMMENT 'Campaign of the touch',
    content_id     String COMMENT 'Content of the touch',
    cycle_no       UInt32 COMMENT 'Cycle of the account in which the touch happened',
    weight         Decimal(18, 12) COMMENT 'Part of the opportunity; sums to exactly 1 per opportunity, model, policy and window',
    amount         Decimal(18, 4) COMMENT 'Credit: part of the amount; sums to exactly the amount, in minor units',
    currency       String COMMENT 'ISO 4217 code of the amount'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    credit.1 AS model, credit.2 AS stage_credit, credit.3 AS lookback_days, account_id, credit.4 AS opportunity_id, credit.5 AS converted_at,
    credit.6 AS row_kind, credit.7 AS touch_event_id, credit.8 AS touched_at, credit.9 AS channel, credit.10 AS campaign_id,
    credit.11 AS content_id, credit.12 AS cycle_no, credit.13 AS weight, credit.14 AS amount, credit.15 AS currency
FROM account_credits FINAL
ARRAY JOIN arrayZip(
    credits.model, credits.stage_credit, credits.lookback_days, credits.opportunity_id, credits.converted_at, credits.row_kind,
    credits.touch_event_id, credits.touched_at, credits.channel, credits.campaign_id, credits.content_id, credits.cycle_no,
    credits.weight, credits.amount, credits.currency) AS credit
COMMENT 'Credit of every won opportunity by touch, for the configured models, policies and windows';
