-- Question: how did each stage do month by month?
-- Parameters: from, to: first days of the first and last month (UTC); rows_max.
-- Grain: month × stage, as the relation `funnel` has it.
SELECT
    stage,
    toUInt8(stage_no) AS stage_no,
    toString(period) AS period,
    toUInt32(entered_visits) AS entered_visits,
    toUInt32(entered_accounts) AS entered_accounts,
    toUInt32(converted_accounts) AS converted_accounts,
    conversion_rate,
    median_seconds_to_convert,
    p90_seconds_to_convert,
    toUInt32(loops) AS loops
FROM funnel
WHERE funnel.period BETWEEN {from:Date} AND {to:Date}
ORDER BY funnel.period, stage_no
LIMIT {rows_max:UInt32}
