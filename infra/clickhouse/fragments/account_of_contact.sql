-- Which account does a contact belong to, as known by `as_of`? The newest contact_identified says; without one, the newest event that
-- names both. Parameters: as_of DateTime64(3), and those of its source (identity_links, or some of them). Grain: one contact with an account.
WITH
    (SELECT merges FROM (INCLUDE merges)) AS merges
SELECT
    transform(link.contact_id, merges.contacts.merged, merges.contacts.survivors, link.contact_id) AS contact_id,
    argMax(link.account_id, (identified, occurred_at, event_id, source)) AS stated_id,
    transform(stated_id, merges.accounts.merged, merges.accounts.survivors, stated_id) AS account_id
FROM (INCLUDE source) AS link
WHERE link.account_id != '' AND received_at <= {as_of:DateTime64(3)}
GROUP BY contact_id
