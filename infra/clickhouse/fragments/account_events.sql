-- Which events belong to which account, as known by `as_of`? An event's own account_id counts; else its contact's account; else the account
-- of the contact its visitor turned out to be. A contact no event ties to an account stands for itself, as `contact:<id>`; a visitor who was
-- never identified belongs to no account yet. Parameters: as_of DateTime64(3). Grain: one event of an account.
SELECT
    account_id, contact_id, event_id, source, type, occurred_at, received_at,
    owner_id, channel, campaign_id, content_id, opportunity_id, reason, amount, currency
FROM stored_events FINAL
WHERE account_id != '' AND received_at <= {as_of:DateTime64(3)}
UNION ALL
SELECT
    if(known.account_id != '', known.account_id, concat('contact:', whose.contact)) AS account_id,
    whose.contact AS contact_id, event_id, source, type, occurred_at, received_at,
    owner_id, channel, campaign_id, content_id, opportunity_id, reason, amount, currency
FROM
(
    SELECT *, if(stored.contact_id != '', stored.contact_id, visitor.contact_id) AS contact
    FROM
    (
        SELECT
            contact_id, anonymous_id, event_id, source, type, occurred_at, received_at,
            owner_id, channel, campaign_id, content_id, opportunity_id, reason, amount, currency
        FROM stored_events FINAL
        WHERE account_id = '' AND received_at <= {as_of:DateTime64(3)}
    ) AS stored
    LEFT JOIN (INCLUDE contact_of_visitor) AS visitor ON visitor.anonymous_id = stored.anonymous_id
    WHERE contact != ''
) AS whose
LEFT JOIN (INCLUDE account_of_contact) AS known ON known.contact_id = whose.contact
