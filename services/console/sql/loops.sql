-- Question: from which stage were buyers thrown back, to which, why, and how long until they were there again?
-- Parameters: from, to: first days of the first and last month in which the loop happened (UTC); rows_max.
-- Grain: from-stage × to-stage × reason. A loop has returned when the account enters the stage it fell from, or a later one,
-- later in the same journey. Medians can't be joined from months, so this counts the ledger; `loops` has the single months.
WITH
    positioned AS (
        SELECT
            from_stage,
            stage,
            reason,
            direction,
            entered_at,
            indexOf(['engaged', 'mql', 'accepted', 'opportunity', 'won'], stage) - 1 AS stage_no,
            minOrNullIf(entered_at, stage_no >= 1) OVER journey AS mql_at,
            minOrNullIf(entered_at, stage_no >= 2) OVER journey AS accepted_at,
            minOrNullIf(entered_at, stage_no >= 3) OVER journey AS opportunity_at,
            minOrNullIf(entered_at, stage_no >= 4) OVER journey AS won_at
        FROM stage_visits
        -- Looking from the end of the journey backwards: such a window only grows.
        WINDOW journey AS (
            PARTITION BY account_id, journey_no ORDER BY entered_at DESC, event_id DESC, visit_no DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
    ),
    thrown_back AS (
        SELECT
            from_stage,
            stage AS to_stage,
            reason,
            entered_at,
            multiIf(
                from_stage = 'mql', mql_at,
                from_stage = 'accepted', accepted_at,
                from_stage = 'opportunity', opportunity_at,
                won_at
            ) AS returned_at,
            dateDiff('millisecond', entered_at, returned_at) / 1000 AS seconds
        FROM positioned
        WHERE direction = 'back' AND entered_at >= {from:Date} AND entered_at < {to:Date} + INTERVAL 1 MONTH
    )
SELECT
    from_stage,
    to_stage,
    reason,
    toUInt32(count()) AS loops,
    toUInt32(countIf(returned_at IS NOT NULL)) AS returned,
    quantileExactInclusiveOrNullIf(0.5)(seconds, returned_at IS NOT NULL) AS median_seconds_to_return,
    quantileExactInclusiveOrNullIf(0.9)(seconds, returned_at IS NOT NULL) AS p90_seconds_to_return
FROM thrown_back
GROUP BY from_stage, to_stage, reason
ORDER BY loops DESC, from_stage, to_stage, reason
LIMIT {rows_max:UInt32}
