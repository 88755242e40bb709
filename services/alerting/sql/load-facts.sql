-- What has been said of the handoffs alerting starts with? `told` and `undeliverable` excepted: they are the notifier's to know.
-- Parameters: types, from_ms; bucket of buckets. Grain: one fact, by derived_at.
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
        SELECT contact_id FROM identity_links WHERE account_id IN (SELECT account_id FROM accounts)
    )
SELECT *
FROM (INCLUDE said_facts)
WHERE fact NOT IN ('told', 'undeliverable')
    AND cityHash64(handoff_id) % {buckets:UInt32} = {bucket:UInt32}
    AND handoff_id IN
    (
        SELECT concat(source, '/', event_id) FROM stored_events
        WHERE type = 'mql_created' AND (account_id IN (SELECT account_id FROM accounts) OR (account_id = '' AND contact_id IN (SELECT contact_id FROM contacts)))
    )
ORDER BY derived_at
