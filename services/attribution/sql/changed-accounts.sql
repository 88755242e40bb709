-- Whose credits may these arrivals have changed? The accounts they name, and every account their contacts or visitors were ever tied to.
-- Parameters: topic String, partition UInt32, from UInt64, to UInt64 (offsets, both included). Grain: one account.
WITH
    batches AS
    (
        SELECT account_ids, contact_ids, anonymous_ids
        FROM arrived_batches
        WHERE topic = {topic:String} AND partition = {partition:UInt32} AND to_offset >= {from:UInt64} AND from_offset <= {to:UInt64}
    ),
    visitors AS (SELECT DISTINCT arrayJoin(anonymous_ids) AS anonymous_id FROM batches WHERE anonymous_id != ''),
    contacts AS
    (
        SELECT DISTINCT arrayJoin(contact_ids) AS contact_id FROM batches WHERE contact_id != ''
        UNION DISTINCT
        SELECT contact_id FROM identity_links WHERE anonymous_id IN (SELECT anonymous_id FROM visitors)
    )
SELECT DISTINCT account_id
FROM
(
    SELECT arrayJoin(account_ids) AS account_id FROM batches
    UNION ALL
    SELECT account_id FROM identity_links WHERE contact_id IN (SELECT contact_id FROM contacts)
    UNION ALL
    SELECT concat('contact:', contact_id) AS account_id FROM contacts
)
WHERE account_id != ''
ORDER BY account_id
