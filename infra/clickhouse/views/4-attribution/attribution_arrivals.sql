-- Which events were received in between, and whose credit may each have changed? The account it names, and every account its contact or visitor was ever
-- tied to; of merged ids also those they count as. Parameters: after DateTime64(3), as_of DateTime64(3): received later than `after`, and not later than `as_of`.
-- Grain: one (event, account). Columns: account_id: the account concerned; event_id, source, type, occurred_at, received_at, stated_id (account), contact_id,
-- anonymous_id, merged_id, opportunity_id, channel, amount, currency: as stated on the event.
CREATE OR REPLACE VIEW attribution_arrivals DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH
    (SELECT merges FROM (INCLUDE merges)) AS merges,
    arrived AS
    (
        SELECT
            event_id, source, type, occurred_at, received_at, stored_events.account_id AS stated_id, contact_id, anonymous_id,
            properties['merged_id'] AS merged_id, opportunity_id, channel, amount, currency
        FROM stored_events FINAL
        WHERE received_at > {after:DateTime64(3)} AND received_at <= {as_of:DateTime64(3)}
    ),
    links AS (SELECT link.contact_id AS contact_id, link.account_id AS account_id, anonymous_id FROM identity_links AS link WHERE received_at <= {as_of:DateTime64(3)}),
    -- The contacts an event names, and those its visitor turned out to be, ever.
    named AS
    (
        SELECT event_id, source, contact_id AS named_id FROM arrived WHERE contact_id != ''
        UNION DISTINCT
        SELECT event_id, source, merged_id AS named_id FROM arrived WHERE type IN ('contact_merged', 'contact_unmerged') AND merged_id != ''
        UNION DISTINCT
        SELECT visited.event_id AS event_id, visited.source AS source, links.contact_id AS named_id
        FROM (SELECT event_id, source, anonymous_id FROM arrived WHERE anonymous_id != '') AS visited
        INNER JOIN (SELECT DISTINCT contact_id, anonymous_id FROM links WHERE anonymous_id != '') AS links ON links.anonymous_id = visited.anonymous_id
    ),
    -- By the contact they count as: whoever counts as the same, and every account any of them was tied to.
    tied AS
    (
        SELECT transform(contact_id, merges.contacts.merged, merges.contacts.survivors, contact_id) AS survivor, arrayJoin([account_id, concat('contact:', contact_id)]) AS account_id
        FROM links
        WHERE survivor IN (SELECT transform(named_id, merges.contacts.merged, merges.contacts.survivors, named_id) FROM named)
    ),
    concerned AS
    (
        SELECT event_id, source, stated_id AS own_id FROM arrived WHERE stated_id != ''
        UNION DISTINCT
        SELECT event_id, source, merged_id AS own_id FROM arrived WHERE type IN ('account_merged', 'account_unmerged') AND merged_id != ''
        UNION DISTINCT
        SELECT event_id, source, concat('contact:', named_id) AS own_id FROM named
        UNION DISTINCT
        SELECT named.event_id AS event_id, named.source AS source, tied.account_id AS own_id
        FROM named
        INNER JOIN (SELECT DISTINCT survivor, account_id FROM tied WHERE account_id != '') AS tied
            ON tied.survivor = transform(named.named_id, merges.contacts.merged, merges.contacts.survivors, named.named_id)
    ),
    accounts AS
    (
        SELECT DISTINCT event_id, source, arrayJoin([own_id, transform(own_id, merges.accounts.merged, merges.accounts.survivors, own_id)]) AS account_id
        FROM concerned
    )
SELECT
    accounts.account_id AS account_id, arrived.event_id AS event_id, arrived.source AS source, type, occurred_at, received_at, stated_id, contact_id, anonymous_id,
    merged_id, opportunity_id, channel, amount, currency
FROM accounts
INNER JOIN arrived ON arrived.event_id = accounts.event_id AND arrived.source = accounts.source;
