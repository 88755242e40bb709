-- Whose is a handoff? Parameters: handoff_id; source and event_id of it. Grain: one row at most.
-- (Facts first: they are found by their key. The event is only looked for where no clock ever ran.)
SELECT account_id, contact_id
FROM
(
    SELECT account_id, contact_id, derived_at AS known_at FROM stored_sla_facts
    WHERE handoff_id = {handoff_id:String}
    UNION ALL
    SELECT account_id, contact_id, fromUnixTimestamp64Milli(0, 'UTC') AS known_at FROM events
    WHERE type = 'mql_created' AND source = {source:String} AND event_id = {event_id:String}
        AND {handoff_id:String} NOT IN (SELECT handoff_id FROM stored_sla_facts WHERE handoff_id = {handoff_id:String})
)
ORDER BY known_at DESC
LIMIT 1
