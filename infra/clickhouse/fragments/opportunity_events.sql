-- What happened to the opportunities of accounts that ever waited too long for an answer? The account is as in account_events: stated, else that of the
-- contact or visitor, else the contact itself; merged ids count as what they were merged into. It is asked apart from account_events, which takes several times
-- as long to plan; most of that goes into every SELECT that uses `merges`, so few do. Without FINAL, which doubles the reading: a message stored twice says the
-- same twice. Parameters: none. Grain: one stored event, of those accounts and of some more.
WITH
    (SELECT merges FROM (INCLUDE merges WITH as_of = '2299-12-31 00:00:00')) AS merges,
    stored AS
    (
        SELECT account_id AS stated_id, contact_id, anonymous_id, event_id, source, type, occurred_at, opportunity_id, amount, currency
        FROM stored_events
        WHERE type IN ('opportunity_created', 'opportunity_won', 'opportunity_lost')
            -- By the primary key: of accounts with a breach, of those that ever took part in a merge, of none.
            AND account_id IN
            (
                SELECT account_id FROM stored_sla_facts WHERE fact = 'breached'
                UNION ALL
                SELECT arrayJoin([account_id, properties['merged_id']]) FROM stored_events WHERE type = 'account_merged'
                UNION ALL
                SELECT ''
            )
    ),
    visitors AS
    (
        SELECT anonymous_id, argMax(link.contact_id, (occurred_at, event_id, source)) AS visitor_contact_id
        FROM (INCLUDE opportunity_links) AS link
        WHERE identified = 1 AND anonymous_id != ''
        GROUP BY anonymous_id
    ),
    met AS
    (
        SELECT stored.*, if(stored.contact_id != '', stored.contact_id, visitors.visitor_contact_id) AS named_id
        FROM stored
        LEFT JOIN visitors ON visitors.anonymous_id = stored.anonymous_id
    )
SELECT
    transform(named_id, merges.contacts.merged, merges.contacts.survivors, named_id) AS contact,
    multiIf(
        stated_id != '', transform(stated_id, merges.accounts.merged, merges.accounts.survivors, stated_id),
        known.account_id != '', known.account_id,
        concat('contact:', contact)) AS account_id,
    event_id, source, type, occurred_at, opportunity_id, amount, currency
FROM met
LEFT JOIN (INCLUDE account_of_contact FROM opportunity_links WITH as_of = '2299-12-31 00:00:00') AS known
    ON known.contact_id = transform(named_id, merges.contacts.merged, merges.contacts.survivors, named_id)
WHERE stated_id != '' OR named_id != ''
