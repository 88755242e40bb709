-- How many accounts of each segment enter each stage, how many of them go on, and how long does it take? The figures of `funnel`; an account is in the
-- segment that properties['segment'] of its events stated last, whenever its visits were. Parameters: none. Grain: segment × stage × month of entry (UTC).
CREATE OR REPLACE VIEW funnel_by_segment
(
    segment                   String COMMENT 'Newest properties[''segment''] stated on any event of the account; empty where none was',
    stage                     String COMMENT 'Stage: engaged, mql, accepted, opportunity or won',
    stage_no                  UInt8 COMMENT 'Rank of the stage, 0 to 4',
    period                    Date COMMENT 'First day of the month of entry, UTC',
    entered_visits            UInt64 COMMENT 'Visits that began in the period: re-entries count again',
    entered_accounts          UInt64 COMMENT 'Different accounts that entered in the period: over the segments they add up to those of funnel',
    converted_accounts        UInt64 COMMENT 'Of those accounts, how many later entered a later stage in the same journey',
    conversion_rate           Float64 COMMENT 'converted_accounts / entered_accounts',
    median_seconds_to_convert Nullable(Float64) COMMENT 'Median time from an account''s first entry in the period to its next later stage, seconds',
    p90_seconds_to_convert    Nullable(Float64) COMMENT '90th percentile of the same, seconds',
    loops                     UInt64 COMMENT 'Of these visits, how many ended by a loop'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    slice AS segment, stage, stage_no, period, entered_visits, entered_accounts, converted_accounts, conversion_rate, median_seconds_to_convert,
    p90_seconds_to_convert, loops
FROM (INCLUDE funnel_figures FROM visits_by_segment WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0)
COMMENT 'Entries, conversions and times by segment, stage and month';
