-- Of which accounts is anything stored that clocks can depend on? Parameters: types; slots: how many a filter has; bucket of buckets, so that no answer
-- is too large. Grain: one slot of the filter that an account takes.
SELECT DISTINCT kafkaMurmurHash(account_id) % {slots:UInt64} AS slot
FROM
(
    SELECT account_id FROM stored_events WHERE type IN {types:Array(String)} AND account_id != ''
    UNION ALL
    SELECT account_id FROM identity_links
    WHERE account_id != '' AND contact_id IN (SELECT contact_id FROM stored_events WHERE type IN {types:Array(String)} AND account_id = '')
)
WHERE slot % {buckets:UInt32} = {bucket:UInt32}
