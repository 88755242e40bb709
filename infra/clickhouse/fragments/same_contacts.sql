-- Who was ever tied to the accounts asked for, under any id? Contacts of events that name such an account, who those count as, and who counts as those:
-- more than needed, never less. Parameters: as_of DateTime64(3), accounts Array(String). Grain: one row; their ids, some more than once.
WITH
    (SELECT merges FROM (INCLUDE merges)) AS merges
SELECT
    arrayConcat(tied, arrayFilter((id, survivor) -> has(tied, survivor), merges.contacts.merged, merges.contacts.survivors)) AS same_contacts
FROM
(
    SELECT groupUniqArrayArray([link.contact_id, transform(link.contact_id, merges.contacts.merged, merges.contacts.survivors, link.contact_id)]) AS of_links,
        arrayConcat(of_links, arrayMap(id -> substring(id, 9), arrayFilter(id -> startsWith(id, 'contact:'), {accounts:Array(String)}))) AS tied
    FROM identity_links AS link
    WHERE link.account_id IN
        (SELECT arrayJoin(arrayConcat({accounts:Array(String)},
            arrayFilter((id, survivor) -> has({accounts:Array(String)}, survivor), merges.accounts.merged, merges.accounts.survivors))))
)
