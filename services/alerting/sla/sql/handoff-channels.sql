-- Through which channel did each contact come that was handed over in this time? The channel of the anchor of its MQL; 'unattributed' without a touch.
-- Parameters: from_ms, to_ms (exclusive), UTC milliseconds. Grain: one contact and time of its handover, which is one handoff.
SELECT contact_id, toUnixTimestamp64Milli(entered_at) AS opened_at, any(channel) AS channel
FROM (INCLUDE mqls WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0)
WHERE entered_at >= fromUnixTimestamp64Milli({from_ms:Int64}) AND entered_at < fromUnixTimestamp64Milli({to_ms:Int64})
GROUP BY contact_id, entered_at
