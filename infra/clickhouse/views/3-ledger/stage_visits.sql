-- How did each account move through the funnel, loops included? Parameters: none (everything received so far). Grain: one visit of the ledger.
CREATE OR REPLACE VIEW stage_visits
(
    account_id       String COMMENT 'Account whose journey this is',
    contact_id       String COMMENT 'Contact that entered the stage, or that the opportunity event named; empty where none',
    opportunity_id   String COMMENT 'Opportunity that entered the stage; empty for visits of a contact',
    stage            String COMMENT 'Stage entered: engaged, mql, accepted, opportunity or won',
    visit_no         UInt64 COMMENT 'Number of the account''s visits to this stage so far, from 1',
    cycle_no         UInt64 COMMENT '1 + the account''s loops so far in this journey, this row''s own included',
    journey_no       UInt64 COMMENT '1 + the account''s wins before: 2 and more is expansion',
    direction        String COMMENT 'forward, back (a loop) or repeat, compared with the stage the subject held',
    reason           String COMMENT 'Reason stated on the event, for loops',
    from_stage       String COMMENT 'Stage the subject held before; empty for a first touch and a new opportunity',
    skipped          Array(String) COMMENT 'Stages between the one held and this one that were never entered',
    entered_at       DateTime64(3, 'UTC') COMMENT 'When the stage was entered, event time',
    left_at          Nullable(DateTime64(3, 'UTC')) COMMENT 'When the subject moved on or was restarted; null while it stays',
    ended_by         String COMMENT 'How the visit ended: forward, back (thrown back), repeat, or restart by a loss or win; empty while it lasts',
    event_id         String COMMENT 'Event that made this visit',
    anchor_event_id  String COMMENT 'Newest touch of the account at or before the entry; empty where there is none',
    carried          Bool COMMENT 'Whether the anchor is older than the loop that began this cycle',
    thrown_back_at   Nullable(DateTime64(3, 'UTC')) COMMENT 'When the subject next looped to a lower stage or restarted by a loss; null where it never did'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
WITH ['engaged', 'mql', 'accepted', 'opportunity', 'won'] AS stages
SELECT
    account_id, contact_id, opportunity_id,
    stages[stage_no + 1] AS stage,
    visit_no, cycle_no, journey_no, direction, reason,
    if((is_opportunity AND held_no = 2) OR (stage_no = 0 AND direction = 'forward'), '', stages[held_no + 1]) AS from_stage,
    arraySlice(stages, greatest(held_no, if(is_opportunity, 2, 0)) + 2, greatest(stage_no - greatest(held_no, if(is_opportunity, 2, 0)) - 1, 0)) AS skipped,
    occurred_at AS entered_at,
    left_at,
    ended_by,
    event_id,
    anchor_event_id,
    carried,
    thrown_back_at
FROM (INCLUDE ledger WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0)
COMMENT 'One visit of the stage-visit ledger';
