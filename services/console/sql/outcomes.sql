-- Question: what did sales do with the handoffs, for which reason, and how fast?
-- Parameters: from, to: first days of the first and last month in which the handoff was opened (UTC); owner: '' for any; rows_max.
-- Grain: outcome × reason. Business seconds are of decided handoffs.
SELECT
    outcome,
    reason,
    toUInt32(count()) AS handoffs,
    toUInt32(countIf(handoffs.breached)) AS breached,
    quantileExactInclusiveOrNull(0.5)(toFloat64(business_seconds)) AS median_business_seconds,
    quantileExactInclusiveOrNull(0.9)(toFloat64(business_seconds)) AS p90_business_seconds
FROM handoffs
WHERE opened_at >= {from:Date}
    AND opened_at < {to:Date} + INTERVAL 1 MONTH
    AND ({owner:String} = '' OR owner_id = {owner:String})
GROUP BY outcome, reason
ORDER BY outcome, handoffs DESC, reason
LIMIT {rows_max:UInt32}
