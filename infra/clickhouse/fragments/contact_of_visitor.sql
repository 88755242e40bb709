-- Which contact is an anonymous visitor, as known by `as_of`? Parameters: as_of DateTime64(3), and those of its source (identity_links, or some of them).
-- Grain: one identified visitor.
WITH (SELECT merges FROM (INCLUDE merges)) AS merges
SELECT
    anonymous_id,
    argMax(link.contact_id, (occurred_at, event_id, source)) AS stated_id,
    transform(stated_id, merges.contacts.merged, merges.contacts.survivors, stated_id) AS contact_id
FROM (INCLUDE source) AS link
WHERE identified = 1 AND anonymous_id != '' AND received_at <= {as_of:DateTime64(3)}
GROUP BY anonymous_id
