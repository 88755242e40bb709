-- Question: whose handoff is it?
-- Parameters: handoff_id.
-- Grain: the handoff, none where there is no such; ids are '' where not known.
SELECT account_id, contact_id
FROM handoffs
WHERE handoff_id = {handoff_id:String}
LIMIT 1
