-- What becomes of the MQLs of each channel, and why are they sent back? An MQL is a visit to mql that is no repetition of one still undecided. It
-- looped when its contact was then sent back: rejected, recycled or qualified anew, at once or after having been accepted. The story of an MQL ends with
-- its first loop, with the contact's next MQL, or when a loss or a win restarts the contact. Parameters: none.
-- Grain: channel × reason of the loop ('' for MQLs without) × month in which the MQLs were created (UTC).
CREATE OR REPLACE VIEW mql_outcomes
(
    channel                  String COMMENT 'Channel of the anchor of the MQL; unattributed: no touch before it; empty: the emitter stated none',
    reason                   String COMMENT 'Reason of the loop; requalified: an accepted contact was handed over again; empty: the MQL has not looped, or no reason was stated',
    period                   Date COMMENT 'First day of the month in which the MQLs were created, UTC',
    gross                    UInt64 COMMENT 'MQLs created: those of a contact that comes back count again',
    accepted                 UInt64 COMMENT 'Of those, accepted by sales, whatever came after',
    rejected                 UInt64 COMMENT 'Of those, sent back by mql_rejected, at once or after having been accepted',
    recycled                 UInt64 COMMENT 'Of those, sent back by lead_recycled, at once or after having been accepted',
    looped                   UInt64 COMMENT 'Of those, sent back in any way: rejected, recycled or requalified',
    recycled_then_won        UInt64 COMMENT 'Of those that looped, whose account won later in the same journey',
    channel_gross            UInt64 COMMENT 'MQLs of the channel and month, whatever the reason',
    loop_rate                Float64 COMMENT 'looped / channel_gross: over the reasons it adds up to the loop rate of the channel and month',
    median_seconds_to_return Nullable(Float64) COMMENT 'Median time from the loop until the account came back to the stage the contact was sent back from, or further, seconds',
    p90_seconds_to_return    Nullable(Float64) COMMENT '90th percentile of the same, seconds'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    channel,
    reason,
    toStartOfMonth(entered_at) AS period,
    count() AS gross,
    countIf(is_accepted) AS accepted,
    countIf(looped_by = 5) AS rejected,
    countIf(looped_by = 6) AS recycled,
    countIf(has_looped) AS looped,
    countIf(isNotNull(won_at)) AS recycled_then_won,
    sum(count()) OVER (PARTITION BY channel, period) AS channel_gross,
    looped / channel_gross AS loop_rate,
    quantileExactInclusiveOrNullIf(0.5)(dateDiff('millisecond', assumeNotNull(looped_at), assumeNotNull(returned_at)) / 1000, isNotNull(returned_at)) AS median_seconds_to_return,
    quantileExactInclusiveOrNullIf(0.9)(dateDiff('millisecond', assumeNotNull(looped_at), assumeNotNull(returned_at)) / 1000, isNotNull(returned_at)) AS p90_seconds_to_return
FROM (INCLUDE mqls WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0)
GROUP BY channel, reason, period
COMMENT 'What became of MQLs, by channel, reason and month';
