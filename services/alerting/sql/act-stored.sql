-- Is an act stored that came through alerting? Parameters: source, event_id, account_id ('' where none). Grain: one row.
SELECT count() AS found FROM events
WHERE account_id = {account_id:String} AND type = 'handoff_updated' AND source = {source:String} AND event_id = {event_id:String}
