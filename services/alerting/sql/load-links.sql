-- To which accounts do the contacts belong whose stage events name none? Parameters: types; bucket of buckets. Grain: one contact, with the
-- event that says so: the newest contact_identified, else the newest event that names both.
SELECT contact_id, best.1 AS account_id, best.2 AS identified, best.3 AS occurred_at, best.4 AS event_id, best.5 AS source
FROM
(
    SELECT
        contact_id,
        argMax((account_id, identified, toUnixTimestamp64Milli(occurred_at), event_id, source), (identified, occurred_at, event_id, source)) AS best
    FROM identity_links
    WHERE account_id != ''
        AND cityHash64(contact_id) % {buckets:UInt32} = {bucket:UInt32}
        AND contact_id IN (SELECT contact_id FROM stored_events WHERE type IN {types:Array(String)} AND account_id = '')
    GROUP BY contact_id
)
