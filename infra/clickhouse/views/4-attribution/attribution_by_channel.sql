-- What did each channel earn? Parameters: none. Grain: model × policy × window × month of conversion × channel × currency.
CREATE OR REPLACE VIEW attribution_by_channel
(
    model            String COMMENT 'Attribution model',
    stage_credit     String COMMENT 'Stage-credit policy',
    lookback_days    UInt16 COMMENT 'Window in days',
    period           Date COMMENT 'First day of the month in which the opportunities were won, or refunded, UTC',
    channel          String COMMENT 'Channel of the touches; unattributed: credit without an eligible touch; empty: the emitter stated none',
    conversions      Decimal(38, 12) COMMENT 'Won opportunities credited, in parts: sums to the number won',
    revenue          Decimal(38, 4) COMMENT 'Amount credited, less refunds: sums to the amount won',
    credited_touches UInt64 COMMENT 'Touches that earned credit',
    currency         String COMMENT 'ISO 4217 code of the revenue'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    model,
    stage_credit,
    lookback_days,
    toStartOfMonth(assumeNotNull(converted_at)) AS period,
    if(row_kind = 'unattributed', 'unattributed', credits.channel) AS channel,
    sum(weight) AS conversions,
    sum(amount) AS revenue,
    uniqExactIf((account_id, touch_event_id, touched_at), row_kind = 'touch') AS credited_touches,
    currency
FROM attribution_credits AS credits
WHERE row_kind != 'pending'
GROUP BY model, stage_credit, lookback_days, period, channel, currency
COMMENT 'Conversions and revenue by channel, model, policy, window and month';
