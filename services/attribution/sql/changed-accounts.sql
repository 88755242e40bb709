-- Whose credits may these arrivals have changed? The accounts they name, and every account their contacts or visitors were ever tied to.
-- Parameters: topic String, partition UInt32, from UInt64, to UInt64 (offsets, both included). Grain: one account.
WITH
    changed AS
    (
        SELECT account_id, contact_id, anonymous_id
        FROM arrivals
        WHERE topic = {topic:String} AND partition = {partition:UInt32} AND offset BETWEEN {from:UInt64} AND {to:UInt64}
    ),
    contacts AS
    (
        SELECT contact_id FROM changed WHERE contact_id != ''
        UNION DISTINCT
        SELECT contact_id FROM identity_links WHERE anonymous_id IN (SELECT anonymous_id FROM changed WHERE anonymous_id != '')
    )
SELECT DISTINCT account_id
FROM
(
    SELECT account_id FROM changed
    UNION ALL
    SELECT account_id FROM identity_links WHERE contact_id IN (SELECT contact_id FROM contacts)
    UNION ALL
    SELECT concat('contact:', contact_id) AS account_id FROM contacts
)
WHERE account_id != ''
ORDER BY account_id
