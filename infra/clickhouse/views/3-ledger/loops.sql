-- Which loops happen, why, and how long does the way back take? A loop has returned when its account later enters the stage it was thrown back
-- from, or a later one, in the same journey. Parameters: none. Grain: from-stage × to-stage × reason × month of the loop (UTC).
CREATE OR REPLACE VIEW loops
(
    from_stage               String COMMENT 'Stage the subject held before',
    to_stage                 String COMMENT 'Earlier stage it went back to',
    reason                   String COMMENT 'Reason stated on the event',
    period                   Date COMMENT 'First day of the month of the loop, UTC',
    loops                    UInt64 COMMENT 'How often',
    returned                 UInt64 COMMENT 'Of those, how often the account came back to the stage it left, or further, in the same journey',
    median_seconds_to_return Nullable(Float64) COMMENT 'Median time from the loop to that return, seconds',
    p90_seconds_to_return    Nullable(Float64) COMMENT '90th percentile of the same, seconds'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
WITH ['engaged', 'mql', 'accepted', 'opportunity', 'won'] AS stages
SELECT
    stages[greatest(held_no, 0) + 1] AS from_stage,
    stages[stage_no + 1] AS to_stage,
    reason,
    toStartOfMonth(occurred_at) AS period,
    count() AS loops,
    countIf(isNotNull(returned_at)) AS returned,
    quantileExactInclusiveOrNullIf(0.5)(dateDiff('millisecond', occurred_at, assumeNotNull(returned_at)) / 1000, isNotNull(returned_at)) AS median_seconds_to_return,
    quantileExactInclusiveOrNullIf(0.9)(dateDiff('millisecond', occurred_at, assumeNotNull(returned_at)) / 1000, isNotNull(returned_at)) AS p90_seconds_to_return
FROM
(
    SELECT
        *,
        arrayMin(arrayFilter(t -> isNotNull(t), arraySlice(onward, greatest(held_no, 1)))) AS returned_at
    FROM (INCLUDE visits_onward WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0)
)
WHERE direction = 'back'
GROUP BY from_stage, to_stage, reason, period
COMMENT 'Loops by stages, reason and month, with the time to return';
