-- Which events tie contacts to accounts or visitors, of contacts that events of opportunities name without an account, and of all that were ever merged?
-- Parameters: none. Grain: one link.
SELECT contact_id, account_id, anonymous_id, identified, occurred_at, received_at, event_id, source
FROM identity_links
WHERE contact_id IN
(
    SELECT contact_id FROM stored_events WHERE account_id = '' AND type IN ('opportunity_created', 'opportunity_won', 'opportunity_lost')
    UNION ALL
    SELECT arrayJoin([contact_id, properties['merged_id']]) FROM stored_events WHERE type = 'contact_merged'
    UNION ALL
    SELECT contact_id FROM identity_links
    WHERE anonymous_id IN (SELECT anonymous_id FROM stored_events
        WHERE account_id = '' AND contact_id = '' AND type IN ('opportunity_created', 'opportunity_won', 'opportunity_lost'))
)
