-- Which segment is each account in, as known by `as_of`? The newest properties['segment'] stated on any event of the account counts; whose event it is
-- is decided as in account_events. Repetitions of an event say the same, so no FINAL. Parameters: as_of DateTime64(3).
-- Grain: one account for which a segment was stated.
WITH (SELECT merges FROM (INCLUDE merges)) AS merges
SELECT
    multiIf(
        whose.stated_id != '', transform(whose.stated_id, merges.accounts.merged, merges.accounts.survivors, whose.stated_id),
        known.account_id != '', known.account_id,
        concat('contact:', whose.contact)) AS account_id,
    argMax(whose.segment, (occurred_at, event_id, source)) AS segment
FROM
(
    SELECT
        stating.segment AS segment, occurred_at, event_id, source, stating.account_id AS stated_id,
        if(stating.contact_id != '', transform(stating.contact_id, merges.contacts.merged, merges.contacts.survivors, stating.contact_id), visitor.contact_id) AS contact
    FROM
    (
        SELECT properties['segment'] AS segment, occurred_at, event_id, source, account_id, contact_id, anonymous_id
        FROM stored_events
        WHERE received_at <= {as_of:DateTime64(3)} AND segment != ''
    ) AS stating
    LEFT JOIN (INCLUDE contact_of_visitor FROM all_links) AS visitor ON visitor.anonymous_id = stating.anonymous_id
    WHERE stated_id != '' OR contact != ''
) AS whose
LEFT JOIN (INCLUDE account_of_contact FROM all_links) AS known ON known.contact_id = whose.contact
GROUP BY account_id
