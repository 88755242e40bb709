-- Question: which way did this account go?
-- Parameters: account; rows_max.
-- Grain: visit, in the order of the ledger.
SELECT
    account_id,
    contact_id,
    opportunity_id,
    stage,
    toUInt32(visit_no) AS visit_no,
    toUInt32(cycle_no) AS cycle_no,
    toUInt32(journey_no) AS journey_no,
    direction,
    reason,
    from_stage,
    skipped,
    entered_at,
    left_at,
    event_id,
    anchor_event_id,
    carried
FROM stage_visits
WHERE account_id = {account:String}
ORDER BY stage_visits.entered_at, event_id, stage_visits.visit_no
LIMIT {rows_max:UInt32}
