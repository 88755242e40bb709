-- Question: of those that entered each stage in these months, how many went on to a later stage, and how long did it take?
-- Parameters: from, to: first days of the first and last month (UTC); rows_max.
-- Grain: stage. Unique accounts can't be summed over months, so this counts the ledger itself; `funnel` has the single months.
-- An account converts when, after its first entry of the stage in these months, it enters a later stage in the same journey.
-- A visit converts when the account does so while the visit lasts; one that is thrown back first does not.
WITH
    positioned AS (
        SELECT
            account_id,
            stage,
            indexOf(['engaged', 'mql', 'accepted', 'opportunity', 'won'], stage) - 1 AS stage_no,
            entered_at,
            left_at,
            ended_by,
            minOrNullIf(entered_at, stage_no >= 1) OVER later AS past_engaged_at,
            minOrNullIf(entered_at, stage_no >= 2) OVER later AS past_mql_at,
            minOrNullIf(entered_at, stage_no >= 3) OVER later AS past_accepted_at,
            minOrNullIf(entered_at, stage_no >= 4) OVER later AS past_opportunity_at
        FROM stage_visits
        -- Looking from the end of the journey backwards: such a window only grows.
        WINDOW later AS (
            PARTITION BY account_id, journey_no ORDER BY entered_at DESC, event_id DESC, visit_no DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
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
            dateDiff('millisecond', entered_at, later_at) / 1000 AS seconds,
            later_at IS NOT NULL AND (left_at IS NULL OR later_at <= left_at) AS visit_converted,
            ended_by = 'back' AS thrown_back
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
            countIf(thrown_back) AS loops,
            groupArrayIf(seconds, visit_converted) AS visit_seconds,
            -- in a tuple, because argMin passes over a NULL by itself
            argMin(tuple(seconds), entered_at).1 AS account_seconds
        FROM visits
        GROUP BY stage, stage_no, account_id
    )
SELECT
    stage,
    toUInt8(stage_no) AS stage_no,
    toUInt32(sum(entered_visits)) AS entered_visits,
    toUInt32(count()) AS entered_accounts,
    toUInt32(sum(converted_visits)) AS converted_visits,
    toUInt32(countIf(account_seconds IS NOT NULL)) AS converted_accounts,
    arrayReduce('quantileExactInclusiveOrNull(0.5)', groupArrayArray(visit_seconds)) AS visit_median_seconds,
    arrayReduce('quantileExactInclusiveOrNull(0.9)', groupArrayArray(visit_seconds)) AS visit_p90_seconds,
    quantileExactInclusiveOrNull(0.5)(account_seconds) AS account_median_seconds,
    quantileExactInclusiveOrNull(0.9)(account_seconds) AS account_p90_seconds,
    toUInt32(sum(loops)) AS loops
FROM accounts
GROUP BY stage, stage_no
ORDER BY stage_no
LIMIT {rows_max:UInt32}
