-- Which accounts have an opportunity? Every one, and some more: wherever a contact of an opportunity event was ever tied to.
-- Parameters: as_of DateTime64(3). Grain: one account, some more than once.
WITH
    (SELECT merges FROM (INCLUDE merges)) AS merges,
    told AS
    (
        SELECT account_id AS stated_id, contact_id AS said_id
        FROM stored_events
        WHERE type IN ('opportunity_created', 'opportunity_won', 'opportunity_lost')
    )
SELECT transform(stated_id, merges.accounts.merged, merges.accounts.survivors, stated_id) AS account_id
FROM told
WHERE stated_id != ''
UNION ALL
-- Where the account is not stated it is the contact's, or the contact stands for itself.
SELECT concat('contact:', transform(said_id, merges.contacts.merged, merges.contacts.survivors, said_id)) AS account_id
FROM told
WHERE stated_id = ''
UNION ALL
SELECT transform(link.account_id, merges.accounts.merged, merges.accounts.survivors, link.account_id) AS account_id
FROM identity_links AS link
WHERE link.account_id != '' AND transform(link.contact_id, merges.contacts.merged, merges.contacts.survivors, link.contact_id) IN
    (SELECT transform(said_id, merges.contacts.merged, merges.contacts.survivors, said_id) FROM told WHERE stated_id = '')
