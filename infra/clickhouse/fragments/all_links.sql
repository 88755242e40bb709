-- Which events tie a contact to an account or a visitor? Parameters: none. Grain: one link.
SELECT contact_id, account_id, anonymous_id, identified, occurred_at, received_at, event_id, source FROM identity_links
