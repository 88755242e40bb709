-- Which events belong to which account, as known by `as_of`? An event's own account_id counts; else its contact's account; else the account
-- of the contact its visitor turned out to be. A contact no event ties to an account stands for itself, as `contact:<id>`; a visitor who was
-- never identified belongs to no account yet. Parameters: as_of DateTime64(3). Grain: one event of an account.
WITH stored AS
(
    SELECT
        account_id, contact_id, anonymous_id, event_id, source, type, occurred_at, received_at,
        owner_id, channel, campaign_id, content_id, opportunity_id, reason, amount, currency
    FROM stored_events FINAL
    WHERE received_at <= {as_of:DateTime64(3)}
)
-- The account is stated, and there is no visitor to look up. (Three parts, so that a filter on account_id reaches the primary key.)
SELECT
    account_id, contact_id, event_id, source, type, occurred_at, received_at,
    owner_id, channel, campaign_id, content_id, opportunity_id, reason, amount, currency
FROM stored
WHERE account_id != '' AND (contact_id != '' OR anonymous_id = '')
UNION ALL
-- The account is stated, the contact is whom the visitor turned out to be.
SELECT
    stated.account_id AS account_id, visitor.contact_id AS contact_id, event_id, source, type, occurred_at, received_at,
    owner_id, channel, campaign_id, content_id, opportunity_id, reason, amount, currency
FROM (SELECT * FROM stored WHERE account_id != '' AND contact_id = '' AND anonymous_id != '') AS stated
LEFT JOIN (INCLUDE contact_of_visitor) AS visitor ON visitor.anonymous_id = stated.anonymous_id
UNION ALL
-- The account is that of the contact, stated or turned out to be.
SELECT
    if(known.account_id != '', known.account_id, concat('contact:', whose.contact)) AS account_id,
    whose.contact AS contact_id, event_id, source, type, occurred_at, received_at,
    owner_id, channel, campaign_id, content_id, opportunity_id, reason, amount, currency
FROM
(
    SELECT unstated.* EXCEPT (account_id, contact_id), if(unstated.contact_id != '', unstated.contact_id, visitor.contact_id) AS contact
    FROM (SELECT * FROM stored WHERE account_id = '') AS unstated
    LEFT JOIN (INCLUDE contact_of_visitor) AS visitor ON visitor.anonymous_id = unstated.anonymous_id
    WHERE contact != ''
) AS whose
LEFT JOIN (INCLUDE account_of_contact) AS known ON known.contact_id = whose.contact
