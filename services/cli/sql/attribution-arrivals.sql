-- Which events received in between may have changed the credit of these accounts? Parameters: after DateTime64(3), as_of DateTime64(3), accounts Array(String),
-- rows_max UInt32. Grain: one (event, account); at most so many, the newest received.
SELECT account_id, event_id, source, type, occurred_at, received_at, contact_id, anonymous_id, merged_id, opportunity_id, channel, amount, currency
FROM attribution_arrivals(after = {after:DateTime64(3)}, as_of = {as_of:DateTime64(3)})
WHERE account_id IN {accounts:Array(String)}
ORDER BY received_at DESC, event_id, source, account_id
LIMIT {rows_max:UInt32}
