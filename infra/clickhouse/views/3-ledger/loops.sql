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
SELECT from_stage, to_stage, reason, period, loops, returned, median_seconds_to_return, p90_seconds_to_return
FROM (INCLUDE loop_figures FROM visit_rows WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0)
COMMENT 'Loops by stages, reason and month, with the time to return';
