-- Which events tie visitors to contacts, of visitors the accounts asked for met? Those of events that state such an account, and those of its contacts.
-- Parameters: as_of DateTime64(3), accounts Array(String) (empty: all). Grain: one link.
WITH
    (SELECT merges FROM (INCLUDE merges)) AS merges,
    (SELECT same_contacts FROM (INCLUDE same_contacts)) AS same_contacts
SELECT contact_id, account_id, anonymous_id, identified, occurred_at, received_at, event_id, source
FROM identity_links
WHERE empty({accounts:Array(String)}) OR anonymous_id IN
(
    SELECT anonymous_id FROM identity_links WHERE anonymous_id != '' AND contact_id IN (SELECT arrayJoin(same_contacts))
    UNION ALL
    SELECT anonymous_id
    FROM stored_events
    WHERE contact_id = '' AND anonymous_id != '' AND account_id IN (SELECT arrayJoin(arrayConcat({accounts:Array(String)}, merges.accounts.merged)))
)
