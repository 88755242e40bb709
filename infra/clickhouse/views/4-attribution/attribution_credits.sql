-- Which touch earns which part of each opportunity, for the configured windows and every policy? As `attribution`, computed ahead and kept up to date.
-- Parameters: none. Grain: one (opportunity, model, policy, window, touch or `unattributed` or `pending`).
CREATE OR REPLACE VIEW attribution_credits
(
    model          String COMMENT 'Attribution model, as explained in docs/attribution.md',
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
SELECT * FROM (INCLUDE credit_rows FROM all_credits)
COMMENT 'Credit of every won opportunity by touch, for the configured models, policies and windows';
