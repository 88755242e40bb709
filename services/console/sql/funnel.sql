-- Question: of those that entered each stage in these months, how many went on to a later stage, and how long did it take?
-- Parameters: from, to: first days of the first and last month (UTC); rows_max.
-- Grain: stage. Unique accounts can't be summed over months, so this counts the ledger itself; `funnel` has the single months.
-- An account converts when it enters a later stage later in the same journey. A visit converts when that happens while the
-- visit lasts, so a visit that was thrown back first does not.
WITH
    positioned AS (
        SELECT
            account_id,
            stage,
            indexOf(['engaged', 'mql', 'accepted', 'opportunity', 'won'], stage) - 1 AS stage_no,
            entered_at,
            left_at,
            leadInFrame(direction) OVER subject AS next_direction,
            leadInFrame(toNullable(entered_at)) OVER subject AS next_entered_at,
            minOrNullIf(entered_at, stage_no >= 1) OVER journey AS past_engaged_at,
            minOrNullIf(entered_at, stage_no >= 2) OVER journey AS past_mql_at,
            minOrNullIf(entered_at, stage_no >= 3) OVER journey AS past_accepted_at,
            minOrNullIf(entered_at, stage_no >= 4) OVER journey AS past_opportunity_at
        FROM stage_visits
        WINDOW
            journey AS (
                PARTITION BY account_id, journey_no ORDER BY entered_at, event_id
                ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
            ),
            subject AS (
                PARTITION BY
                    account_id,
                    if(stage IN ('opportunity', 'won') OR from_stage IN ('opportunity', 'won'), opportunity_id, contact_id)
                ORDER BY entered_at, event_id
                ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
            )
    ),
    visits AS (
        SELECT
            account_id,
            stage,
            stage_no,
            entered_at,
            multiIf(
                stage_no = 0, past_engaged_at,
                stage_no = 1, past_mql_at,
                stage_no = 2, past_accepted_at,
                stage_no = 3, past_opportunity_at,
                NULL
            ) AS later_at,
            later_at IS NOT NULL AND (left_at IS NULL OR later_at <= left_at) AS visit_converted,
            next_direction = 'back' AND left_at = next_entered_at AS looped
        FROM positioned
        WHERE entered_at >= {from:Date} AND entered_at < {to:Date} + INTERVAL 1 MONTH
    ),
    accounts AS (
        SELECT
            stage,
            stage_no,
            account_id,
            count() AS entered_visits,
            countIf(visit_converted) AS converted_visits,
            countIf(looped) AS loops,
            groupArrayIf(dateDiff('second', entered_at, later_at), visit_converted) AS visit_seconds,
            countIf(later_at IS NOT NULL) > 0 AS converted,
            -- from the first visit that led on, to the later stage it led to
            minIf(entered_at, later_at IS NOT NULL) AS first_entered_at,
            argMinIf(later_at, entered_at, later_at IS NOT NULL) AS first_later_at
        FROM visits
        GROUP BY stage, stage_no, account_id
    )
SELECT
    stage,
    toUInt8(stage_no) AS stage_no,
    toUInt32(sum(entered_visits)) AS entered_visits,
    toUInt32(count()) AS entered_accounts,
    toUInt32(sum(converted_visits)) AS converted_visits,
    toUInt32(countIf(converted)) AS converted_accounts,
    arrayReduce('quantileExactInclusiveOrNull(0.5)', groupArrayArray(visit_seconds)) AS visit_median_seconds,
    arrayReduce('quantileExactInclusiveOrNull(0.9)', groupArrayArray(visit_seconds)) AS visit_p90_seconds,
    quantileExactInclusiveOrNullIf(0.5)(dateDiff('second', first_entered_at, first_later_at), converted) AS account_median_seconds,
    quantileExactInclusiveOrNullIf(0.9)(dateDiff('second', first_entered_at, first_later_at), converted) AS account_p90_seconds,
    toUInt32(sum(loops)) AS loops
FROM accounts
GROUP BY stage, stage_no
ORDER BY stage_no
LIMIT {rows_max:UInt32}
