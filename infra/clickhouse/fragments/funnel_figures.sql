-- How many accounts enter each stage, how many of them go on, and how long does it take, slice by slice? For a source of visits that
-- have a slice. Parameters: those of its source (visit_rows, visits_by_channel or visits_by_segment). Grain: slice × stage × month of entry (UTC).
WITH
    ['engaged', 'mql', 'accepted', 'opportunity', 'won'] AS stages,
    entries AS
    (
        SELECT
            account_id, slice, n, sub_no, stage_no, occurred_at AS entered_at, toStartOfMonth(occurred_at) AS period, ended_by,
            arrayMin(arrayFilter(t -> isNotNull(t), arraySlice(onward, stage_no + 1))) AS converted_at
        FROM (INCLUDE source)
    ),
    accounts AS
    (
        SELECT
            slice, stage_no, period, account_id,
            count() AS visits,
            countIf(ended_by = 'back') AS loops,
            argMin((entered_at, converted_at), (n, sub_no)) AS first_entry
        FROM entries
        GROUP BY slice, stage_no, period, account_id
    )
SELECT
    slice,
    stages[stage_no + 1] AS stage,
    stage_no,
    period,
    sum(visits) AS entered_visits,
    count() AS entered_accounts,
    countIf(isNotNull(first_entry.2)) AS converted_accounts,
    converted_accounts / entered_accounts AS conversion_rate,
    quantileExactInclusiveOrNullIf(0.5)(dateDiff('millisecond', first_entry.1, assumeNotNull(first_entry.2)) / 1000, isNotNull(first_entry.2)) AS median_seconds_to_convert,
    quantileExactInclusiveOrNullIf(0.9)(dateDiff('millisecond', first_entry.1, assumeNotNull(first_entry.2)) / 1000, isNotNull(first_entry.2)) AS p90_seconds_to_convert,
    sum(accounts.loops) AS loops
FROM accounts
GROUP BY slice, stage_no, period
