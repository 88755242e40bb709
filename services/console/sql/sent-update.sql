-- Question: how far has an act come: is it stored, and has alerting derived facts from it?
-- Parameters: handoff, update: the id the act was sent with; rows_max.
-- Grain: one row.
SELECT
    CAST((SELECT count() FROM handoff_updates WHERE handoff_id = {handoff:String} AND event_id = {update:String}) > 0 AS Bool) AS stored,
    CAST((SELECT count() FROM sla_facts WHERE handoff_id = {handoff:String} AND cause_event_id = {update:String}) > 0 AS Bool) AS derived
LIMIT {rows_max:UInt32}
