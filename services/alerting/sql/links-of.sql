-- To which account does each of these contacts belong? Parameters: contacts. Grain: one contact, with the event that says so.
SELECT contact_id, best.1 AS account_id, best.2 AS identified, best.3 AS occurred_at, best.4 AS event_id, best.5 AS source
FROM
(
    SELECT
        contact_id,
        argMax((account_id, identified, toUnixTimestamp64Milli(occurred_at), event_id, source), (identified, occurred_at, event_id, source)) AS best
    FROM identity_links
    WHERE account_id != '' AND contact_id IN {contacts:Array(String)}
    GROUP BY contact_id
)
