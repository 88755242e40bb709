-- Which stage events does alerting start with? All of every account (and of contacts without one) that has a stage event since from_ms.
-- Parameters: types, from_ms, property_names; bucket of buckets, so that no answer is too large. Grain: one event.
WITH
    staged AS
    (
        SELECT account_id, contact_id FROM stored_events
        WHERE type IN {types:Array(String)} AND occurred_at >= fromUnixTimestamp64Milli({from_ms:Int64})
    ),
    accounts AS
    (
        SELECT account_id FROM staged WHERE account_id != ''
        UNION DISTINCT
        SELECT account_id FROM identity_links
        WHERE account_id != '' AND contact_id IN (SELECT contact_id FROM staged WHERE account_id = '')
    ),
    contacts AS
    (
        SELECT contact_id FROM staged WHERE account_id = ''
        UNION DISTINCT
        SELECT contact_id FROM identity_links WHERE account_id IN accounts
    )
SELECT
    event_id, source, type, toUnixTimestamp64Milli(occurred_at) AS occurred_at, toUnixTimestamp64Milli(received_at) AS received_at,
    account_id, contact_id, owner_id, channel, opportunity_id, reason, ifNull(toString(amount), '') AS amount, currency,
    mapFilter(
        (name, value) -> has({property_names:Array(String)}, name)
            OR (type = 'handoff_updated' AND name IN ('handoff_id', 'action', 'actor', 'note', 'until')),
        properties) AS properties
FROM events
WHERE type IN {types:Array(String)}
    AND cityHash64(if(account_id != '', account_id, contact_id)) % {buckets:UInt32} = {bucket:UInt32}
    AND (account_id IN accounts OR (account_id = '' AND contact_id IN contacts))
