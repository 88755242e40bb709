-- Which events belong to which account, as known by `as_of`? An event's own account_id counts; else its contact's account; else the account
-- of the contact its visitor turned out to be. A contact no event ties to an account stands for itself, as `contact:<id>`; a visitor who was
-- never identified belongs to no account yet. Ids that were merged into others count as those.
-- Parameters: as_of DateTime64(3), accounts Array(String): these only; empty: all of them; opportunities_only UInt8: 1 leaves out most accounts without
-- any opportunity, which is faster. Grain: one touch or stage event of an account.
WITH
    (SELECT merges FROM (INCLUDE merges)) AS merges,
    (SELECT same_contacts FROM (INCLUDE same_contacts)) AS same_contacts,
    stored AS
    (
        SELECT
            account_id, contact_id, anonymous_id, event_id, source, type, occurred_at,
            owner_id, channel, campaign_id, content_id, opportunity_id, reason, amount, currency
        FROM stored_events FINAL
        WHERE received_at <= {as_of:DateTime64(3)}
            AND type IN ('content_viewed', 'mql_created', 'mql_accepted', 'mql_rejected', 'lead_recycled', 'opportunity_created', 'opportunity_won', 'opportunity_lost')
    )
-- The account is stated; the contact too, or it is whom the visitor turned out to be. (Apart from the others, so that a filter on account_id reaches
-- the primary key.)
SELECT
    stated.account_id AS account_id,
    if(stated.contact_id != '', transform(stated.contact_id, merges.contacts.merged, merges.contacts.survivors, stated.contact_id), visitor.contact_id) AS contact_id,
    event_id, source, type, occurred_at, owner_id, channel, campaign_id, content_id, opportunity_id, reason, amount, currency
FROM
(
    SELECT *, if(stored.contact_id = '', anonymous_id, '') AS visitor_id
    FROM stored
    WHERE account_id != '' AND NOT has(merges.accounts.merged, account_id)
        AND (empty({accounts:Array(String)}) OR account_id IN {accounts:Array(String)})
        AND ({opportunities_only:UInt8} = 0 OR account_id IN (SELECT account_id FROM (INCLUDE accounts_with_opportunities)))
) AS stated
LEFT ANY JOIN (INCLUDE contact_of_visitor FROM asked_visits) AS visitor ON visitor.anonymous_id = stated.visitor_id
UNION ALL
-- The account was merged into another, or is that of the contact, stated or turned out to be.
SELECT
    multiIf(
        whose.stated_id != '', transform(whose.stated_id, merges.accounts.merged, merges.accounts.survivors, whose.stated_id),
        known.account_id != '', known.account_id,
        concat('contact:', whose.contact)) AS account_id,
    whose.contact AS contact_id,
    event_id, source, type, occurred_at, owner_id, channel, campaign_id, content_id, opportunity_id, reason, amount, currency
FROM
(
    SELECT
        unstated.* EXCEPT (account_id, contact_id),
        unstated.account_id AS stated_id,
        if(unstated.contact_id != '', transform(unstated.contact_id, merges.contacts.merged, merges.contacts.survivors, unstated.contact_id), visitor.contact_id) AS contact
    FROM
    (
        SELECT *
        FROM stored
        WHERE (account_id = '' OR has(merges.accounts.merged, account_id))
            AND (empty({accounts:Array(String)})
                OR has({accounts:Array(String)}, transform(account_id, merges.accounts.merged, merges.accounts.survivors, account_id))
                OR stored.contact_id IN (SELECT arrayJoin(same_contacts))
                OR anonymous_id IN (SELECT anonymous_id FROM identity_links WHERE anonymous_id != '' AND contact_id IN (SELECT arrayJoin(same_contacts))))
    ) AS unstated
    LEFT ANY JOIN (INCLUDE contact_of_visitor FROM asked_visits) AS visitor ON visitor.anonymous_id = unstated.anonymous_id
    WHERE stated_id != '' OR contact != ''
) AS whose
LEFT ANY JOIN (INCLUDE account_of_contact FROM asked_links) AS known ON known.contact_id = whose.contact
WHERE (empty({accounts:Array(String)}) OR has({accounts:Array(String)}, account_id))
    AND ({opportunities_only:UInt8} = 0 OR account_id IN (SELECT account_id FROM (INCLUDE accounts_with_opportunities)))
