-- Question: what was won, how much of it has no touch to credit, and what is still pending?
-- Parameters: model; stage_credit; lookback_days; from, to: first days of the first and last month of conversion (UTC);
-- currency; rows_max. Pending opportunities have no month of conversion and are counted whatever the months are.
-- Grain: one row. The credits of an opportunity add up to its amount.
WITH
    opportunities AS (
        SELECT
            opportunity_id,
            row_kind = 'pending' AS pending,
            sum(attribution_credits.amount) AS opportunity_amount,
            sumIf(attribution_credits.amount, row_kind = 'unattributed') AS unattributed_amount
        FROM attribution_credits
        WHERE model = {model:String}
            AND stage_credit = {stage_credit:String}
            AND lookback_days = {lookback_days:UInt32}
            AND currency = {currency:String}
            AND (
                row_kind = 'pending'
                OR (converted_at >= {from:Date} AND converted_at < {to:Date} + INTERVAL 1 MONTH)
            )
        GROUP BY account_id, opportunity_id, pending
    )
SELECT
    toUInt32(countIf(NOT pending)) AS won_opportunities,
    toString(sumIf(opportunity_amount, NOT pending)) AS won_amount,
    toString(sumIf(opportunities.unattributed_amount, NOT pending)) AS unattributed_amount,
    toUInt32(countIf(pending)) AS pending_opportunities,
    toString(sumIf(opportunity_amount, pending)) AS pending_amount
FROM opportunities
LIMIT {rows_max:UInt32}
