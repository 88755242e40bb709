-- Which probes of late are visible to an analyst? Parameters: accounts, seconds (how far back). Grain: one probe.
SELECT event_id
FROM events
WHERE account_id IN {accounts:Array(String)} AND occurred_at > now64(3) - toIntervalSecond({seconds:UInt16})
