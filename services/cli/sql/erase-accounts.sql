-- Whose credits may change when these people go? The accounts their events state or their contacts were ever tied to.
-- Parameters: contacts Array(String), visitors Array(String). Grain: one account.
SELECT DISTINCT account_id
FROM
(
    SELECT account_id FROM stored_events WHERE contact_id IN {contacts:Array(String)} OR anonymous_id IN {visitors:Array(String)}
    UNION ALL
    SELECT account_id
    FROM identity_links
    WHERE contact_id IN {contacts:Array(String)}
        OR contact_id IN (SELECT contact_id FROM identity_links WHERE identified = 1 AND anonymous_id IN {visitors:Array(String)})
    UNION ALL
    SELECT concat('contact:', contact_id) AS account_id FROM identity_links WHERE identified = 1 AND anonymous_id IN {visitors:Array(String)}
)
WHERE account_id != ''
ORDER BY account_id
SETTINGS log_queries = 0
