-- Why does sales reject what marketing hands over, whose leads, how often, and how fast? Parameters: none.
-- Grain: reason × channel × owner × week of the decision (UTC, from Monday).
CREATE OR REPLACE VIEW rejections
(
    reason                  String COMMENT 'Reason stated on the rejection; empty where none was',
    channel                 String COMMENT 'Channel of the anchor of the handed-over MQL; unattributed: no touch before it; empty: the emitter stated none',
    owner_id                String COMMENT 'Who rejected; empty where nobody is named',
    week                    Date COMMENT 'Monday of the week of the decision, UTC',
    rejected                UInt64 COMMENT 'Handoffs rejected for this reason',
    decided                 UInt64 COMMENT 'Handoffs of the channel, owner and week that were accepted or rejected, whatever the reason',
    share                   Float64 COMMENT 'rejected / decided: over the reasons it adds up to the rejection rate',
    median_business_seconds Nullable(Float64) COMMENT 'Median business time from handoff to rejection, seconds; null where no policy counted it',
    p90_business_seconds    Nullable(Float64) COMMENT '90th percentile of the same, seconds'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    if(outcome = 'rejected', handoff.reason, '') AS reason, handoff.channel AS channel, handoff.owner_id AS owner_id, toMonday(assumeNotNull(decided_at)) AS week,
    countIf(outcome = 'rejected') AS rejected,
    sum(count()) OVER (PARTITION BY channel, owner_id, week) AS decided,
    rejected / decided AS share,
    quantileExactInclusiveOrNullIf(0.5)(assumeNotNull(business_seconds), outcome = 'rejected' AND isNotNull(business_seconds)) AS median_business_seconds,
    quantileExactInclusiveOrNullIf(0.9)(assumeNotNull(business_seconds), outcome = 'rejected' AND isNotNull(business_seconds)) AS p90_business_seconds
FROM (INCLUDE handoff_channels) AS handoff
WHERE outcome IN ('accepted', 'rejected')
GROUP BY reason, channel, owner_id, week, outcome = 'rejected'
QUALIFY rejected > 0
COMMENT 'Why handoffs are rejected, by reason, channel, owner and week';
