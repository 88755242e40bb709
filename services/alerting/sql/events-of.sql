-- Which stage events are stored of these accounts, and of these contacts where an event names no account?
-- Parameters: types, property_names, accounts, contacts. Grain: one event.
-- (Two parts: the first is found by the primary key, the second by the contacts' index.)
SELECT
    event_id, source, type, toUnixTimestamp64Milli(occurred_at) AS occurred_at, toUnixTimestamp64Milli(received_at) AS received_at,
    account_id, contact_id, owner_id, channel, opportunity_id, reason, ifNull(toString(amount), '') AS amount, currency,
    mapFilter(
        (name, value) -> has({property_names:Array(String)}, name)
            OR (type = 'handoff_updated' AND name IN ('handoff_id', 'action', 'actor', 'note', 'until')),
        properties) AS properties
FROM events
WHERE type IN {types:Array(String)} AND account_id IN {accounts:Array(String)}
UNION ALL
SELECT
    event_id, source, type, toUnixTimestamp64Milli(occurred_at) AS occurred_at, toUnixTimestamp64Milli(received_at) AS received_at,
    account_id, contact_id, owner_id, channel, opportunity_id, reason, ifNull(toString(amount), '') AS amount, currency,
    mapFilter(
        (name, value) -> has({property_names:Array(String)}, name)
            OR (type = 'handoff_updated' AND name IN ('handoff_id', 'action', 'actor', 'note', 'until')),
        properties) AS properties
FROM events
WHERE type IN {types:Array(String)} AND account_id = ''
    AND contact_id IN
    (
        SELECT arrayJoin({contacts:Array(String)})
        UNION DISTINCT
        SELECT contact_id FROM identity_links WHERE account_id IN {accounts:Array(String)}
    )
