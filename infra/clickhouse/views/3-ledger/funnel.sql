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
WITH
    ['engaged', 'mql', 'accepted', 'opportunity', 'won'] AS stages,
    entries AS
    (
        SELECT
            account_id, stage_no, journey_no, occurred_at AS entered_at, toStartOfMonth(occurred_at) AS period, direction, ended_by,
            arrayMin(arrayFilter(t -> isNotNull(t), arraySlice(onward, stage_no + 1))) AS converted_at
        FROM (INCLUDE visits_onward WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0)
    ),
    accounts AS
    (
        SELECT
            stage_no, period, account_id,
            count() AS visits,
            countIf(ended_by = 'back') AS loops,
            argMin((entered_at, converted_at), entered_at) AS first_entry
        FROM entries
        GROUP BY stage_no, period, account_id
    )
SELECT
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
GROUP BY stage_no, period
COMMENT 'Entries, conversions and times by stage and month';
