-- How well is each SLA kept, by which team and whom, for leads of which channel, week by week, and how much of the time is Revloop's own? Clocks that a person answered in
-- time against those that were breached; clocks that ended before their due time without an answer (the buyer moved on) count for neither.
-- Parameters: none. Grain: policy version × team × owner × channel × week in which the clocks started (UTC, from Monday).
CREATE OR REPLACE VIEW sla_compliance
(
    policy_id                String COMMENT 'Policy',
    policy_version           UInt32 COMMENT 'Version of the policy, which judges its clocks for ever',
    team                     String COMMENT 'Team of the owner when the clocks started; empty where not known',
    owner_id                 String COMMENT 'Who answered, or owes the answer; empty where nobody is named',
    channel                  String COMMENT 'Channel of the anchor of the handed-over MQL; unattributed: no touch before it; empty: the emitter stated none',
    week                     Date COMMENT 'Monday of the week in which the clocks started, UTC',
    clocks                   UInt64 COMMENT 'Clocks started',
    open                     UInt64 COMMENT 'Of those, still running within their target',
    met                      UInt64 COMMENT 'Of those, answered in time',
    breached                 UInt64 COMMENT 'Of those, not answered in time: breaches in force, answered later or not at all',
    escalated                UInt64 COMMENT 'Of the breached, those whose escalation passed too',
    ended                    UInt64 COMMENT 'Of those, ended within their target without an answer',
    met_share                Nullable(Float64) COMMENT 'met / (met + breached); null where nothing was decided',
    median_business_seconds  Nullable(Float64) COMMENT 'Median business time from start to answer, answered clocks, seconds',
    p90_business_seconds     Nullable(Float64) COMMENT '90th percentile of the same, seconds',
    median_seconds_to_start  Float64 COMMENT 'Revloop''s and the emitter''s share: median time from the event that started a clock until Revloop had derived it, seconds',
    p90_seconds_to_start     Float64 COMMENT '90th percentile of the same, seconds',
    median_seconds_to_tell   Nullable(Float64) COMMENT 'Revloop''s share: median time from the due time until somebody was told of the breach, seconds; null where nobody was',
    p90_seconds_to_tell      Nullable(Float64) COMMENT '90th percentile of the same, seconds',
    acknowledged             UInt64 COMMENT 'Of the breached, those that somebody acknowledged, before the breach or after',
    acknowledged_share       Nullable(Float64) COMMENT 'acknowledged / breached; null where nothing was breached',
    median_seconds_to_acknowledge Nullable(Float64) COMMENT 'People''s share: median time from the breach until somebody first acknowledged it, 0 where before, seconds; null where nobody did',
    paused                   UInt64 COMMENT 'Of the clocks, those that were paused at least once',
    median_paused_seconds    Nullable(Float64) COMMENT 'Median time those stood still, wall time, up to now, seconds; null where none did'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    policy_id, policy_version, team, clock.owner_id AS owner_id, origin.channel AS channel, toMonday(started_at) AS week,
    count() AS clocks,
    countIf(end = '' AND NOT is_breached) AS open,
    countIf(end = 'met') AS met,
    countIf(is_breached) AS breached,
    countIf(is_breached AND is_escalated) AS escalated,
    countIf(end = 'ended' AND NOT is_breached) AS ended,
    if(met + breached = 0, NULL, met / (met + breached)) AS met_share,
    quantileExactInclusiveOrNullIf(0.5)(assumeNotNull(business_seconds), end != '' AND outcome != 'expired') AS median_business_seconds,
    quantileExactInclusiveOrNullIf(0.9)(assumeNotNull(business_seconds), end != '' AND outcome != 'expired') AS p90_business_seconds,
    quantileExactInclusive(0.5)(seconds_to_start) AS median_seconds_to_start,
    quantileExactInclusive(0.9)(seconds_to_start) AS p90_seconds_to_start,
    quantileExactInclusiveOrNullIf(0.5)(dateDiff('millisecond', due_at, assumeNotNull(told_at)) / 1000, isNotNull(told_at) AND is_breached) AS median_seconds_to_tell,
    quantileExactInclusiveOrNullIf(0.9)(dateDiff('millisecond', due_at, assumeNotNull(told_at)) / 1000, isNotNull(told_at) AND is_breached) AS p90_seconds_to_tell,
    countIf(is_breached AND isNotNull(acknowledged_at)) AS acknowledged,
    if(breached = 0, NULL, acknowledged / breached) AS acknowledged_share,
    quantileExactInclusiveOrNullIf(0.5)(greatest(dateDiff('millisecond', assumeNotNull(breached_at), assumeNotNull(acknowledged_at)) / 1000, 0),
        is_breached AND isNotNull(acknowledged_at)) AS median_seconds_to_acknowledge,
    countIf(notEmpty(pauses)) AS paused,
    quantileExactInclusiveOrNullIf(0.5)(paused_seconds, notEmpty(pauses)) AS median_paused_seconds
FROM (INCLUDE paused_clocks) AS clock
LEFT JOIN (INCLUDE handoff_channels) AS origin ON origin.handoff_id = clock.handoff_id
GROUP BY policy_id, policy_version, team, owner_id, channel, week
COMMENT 'How well SLAs are kept, by policy, team, owner, channel and week';
