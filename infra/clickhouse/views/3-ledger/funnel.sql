-- How many accounts enter each stage, how many of them go on, and how long does it take? An account counts as converted when, after its first
-- entry of the stage in the period, it enters a later stage in the same journey. Parameters: none. Grain: stage × month of entry (UTC).
CREATE OR REPLACE VIEW funnel
(
    stage                     String COMMENT 'Stage: engaged, mql, accepted, opportunity or won',
    stage_no                  UInt8 COMMENT 'Rank of the stage, 0 to 4',
    period                    Date COMMENT 'First day of the month of entry, UTC',
    entered_visits            UInt64 COMMENT 'Visits that began in the period: re-entries count again',
    entered_accounts          UInt64 COMMENT 'Different accounts that entered in the period',
    converted_accounts        UInt64 COMMENT 'Of those accounts, how many later entered a later stage in the same journey',
    conversion_rate           Float64 COMMENT 'converted_accounts / entered_accounts',
    median_seconds_to_convert Nullable(Float64) COMMENT 'Median time from an account''s first entry in the period to its next later stage, seconds',
    p90_seconds_to_convert    Nullable(Float64) COMMENT '90th percentile of the same, seconds',
    loops                     UInt64 COMMENT 'Visits of this stage that began in the period and ended by a loop'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    stage, stage_no, period, entered_visits, entered_accounts, converted_accounts, conversion_rate, median_seconds_to_convert, p90_seconds_to_convert, loops
FROM (INCLUDE funnel_figures FROM visit_rows WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0)
COMMENT 'Entries, conversions and times by stage and month';
