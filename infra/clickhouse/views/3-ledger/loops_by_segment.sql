-- Which loops happen in each segment, why, and how long does the way back take? The figures of `loops`; an account is in the segment that
-- properties['segment'] of its events stated last. Parameters: none. Grain: segment × from-stage × to-stage × reason × month of the loop (UTC).
CREATE OR REPLACE VIEW loops_by_segment
(
    segment                  String COMMENT 'Newest properties[''segment''] stated on any event of the account; empty where none was',
    from_stage               String COMMENT 'Stage the subject held before',
    to_stage                 String COMMENT 'Earlier stage it went back to',
    reason                   String COMMENT 'Reason stated on the event; requalified: an accepted contact was handed over again',
    period                   Date COMMENT 'First day of the month of the loop, UTC',
    loops                    UInt64 COMMENT 'How often: over the segments they add up to those of the relation loops',
    returned                 UInt64 COMMENT 'Of those, how often the account came back to the stage it left, or further, in the same journey',
    median_seconds_to_return Nullable(Float64) COMMENT 'Median time from the loop to that return, seconds',
    p90_seconds_to_return    Nullable(Float64) COMMENT '90th percentile of the same, seconds'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT slice AS segment, from_stage, to_stage, reason, period, loops, returned, median_seconds_to_return, p90_seconds_to_return
FROM (INCLUDE loop_figures FROM visits_by_segment WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0)
COMMENT 'Loops by segment, stages, reason and month, with the time to return';
