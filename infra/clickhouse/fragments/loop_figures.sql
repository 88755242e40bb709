-- Which loops happen, why, and how long does the way back take, slice by slice? For a source of visits that have a slice: that of the visit which was
-- left. Parameters: those of its source (visit_rows, visits_by_channel or visits_by_segment).
-- Grain: slice × from-stage × to-stage × reason × month of the loop (UTC).
WITH ['engaged', 'mql', 'accepted', 'opportunity', 'won'] AS stages
SELECT
    left_slice AS slice,
    stages[held_no + 1] AS from_stage,
    stages[stage_no + 1] AS to_stage,
    reason,
    toStartOfMonth(occurred_at) AS period,
    count() AS loops,
    countIf(isNotNull(returned_at)) AS returned,
    quantileExactInclusiveOrNullIf(0.5)(dateDiff('millisecond', occurred_at, assumeNotNull(returned_at)) / 1000, isNotNull(returned_at)) AS median_seconds_to_return,
    quantileExactInclusiveOrNullIf(0.9)(dateDiff('millisecond', occurred_at, assumeNotNull(returned_at)) / 1000, isNotNull(returned_at)) AS p90_seconds_to_return
FROM
(
    SELECT *, arrayMin(arrayFilter(t -> isNotNull(t), arraySlice(onward, greatest(held_no, 1)))) AS returned_at
    FROM (INCLUDE source)
    WHERE direction = 'back'
)
GROUP BY slice, from_stage, to_stage, reason, period
