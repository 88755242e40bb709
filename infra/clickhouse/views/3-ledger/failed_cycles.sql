-- Which cycles ended in a loop, and what was lost with each? A cycle begins with the loop before it, the first of a journey with the journey's first
-- touch or visit, and ends with its loop. Parameters: none. Grain: one cycle that ended in a loop, which is one loop of the ledger.
CREATE OR REPLACE VIEW failed_cycles
(
    account_id     String COMMENT 'Account whose cycle failed',
    journey_no     UInt32 COMMENT 'Journey of the account: 1 + its wins before',
    cycle_no       UInt32 COMMENT 'Cycle that failed, from 1 in each journey',
    contact_id     String COMMENT 'Contact that was sent back; empty where it was an opportunity',
    opportunity_id String COMMENT 'Opportunity that was lost; empty where it was a contact',
    channel        String COMMENT 'Channel of the anchor of the journey''s newest visit to mql before the loop; unattributed: no such visit, or no touch before it',
    from_stage     String COMMENT 'Stage the contact or opportunity held before the loop',
    to_stage       String COMMENT 'Earlier stage it went back to',
    reason         String COMMENT 'Reason stated on the event; requalified: an accepted contact was handed over again',
    began_at       DateTime64(3, 'UTC') COMMENT 'When the cycle began, event time',
    ended_at       DateTime64(3, 'UTC') COMMENT 'When the loop ended it, event time',
    days_lost      Float64 COMMENT 'Days from began_at to ended_at',
    touches_spent  UInt64 COMMENT 'Touches of the account in the cycle',
    returned_at    Nullable(DateTime64(3, 'UTC')) COMMENT 'When the account came back to the stage it left, or further, in the same journey; null where it has not',
    won_at         Nullable(DateTime64(3, 'UTC')) COMMENT 'When the account then won in the same journey; null where it has not'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
WITH ['engaged', 'mql', 'accepted', 'opportunity', 'won'] AS stages
SELECT
    account_id, journey_no, cycle_no,
    if(startsWith(loop.subject, '\0'), '', loop.subject) AS contact_id,
    if(startsWith(loop.subject, '\0'), substring(loop.subject, 2), '') AS opportunity_id,
    loop.channel AS channel,
    stages[loop.held_no + 1] AS from_stage,
    stages[loop.stage_no + 1] AS to_stage,
    loop.reason AS reason,
    began_at,
    ended_at,
    dateDiff('millisecond', began_at, ended_at) / 86400000 AS days_lost,
    touches AS touches_spent,
    arrayMin(arrayFilter(t -> isNotNull(t), arraySlice(onward, greatest(loop.held_no, 1)))) AS returned_at,
    onward[4] AS won_at
FROM (INCLUDE failed_cycles WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0)
COMMENT 'One cycle that ended in a loop, and what was lost with it';
