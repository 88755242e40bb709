-- What have people done about a handoff, whether or not a clock ran? Parameters: handoff_id, account_id, contact_id ('' where not known). Grain: one event, by time.
SELECT
    source, event_id, occurred_at, properties['action'] AS action, properties['actor'] AS actor, properties['note'] AS note,
    properties['until'] AS until, owner_id, reason
FROM events
WHERE account_id IN ({account_id:String}, '') AND type = 'handoff_updated' AND properties['handoff_id'] = {handoff_id:String}
    AND (account_id != '' OR contact_id = {contact_id:String})
ORDER BY occurred_at, event_id
LIMIT 1000
