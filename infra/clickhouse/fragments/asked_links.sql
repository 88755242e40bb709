-- Which events tie the contacts of the accounts asked for? Parameters: as_of DateTime64(3), accounts Array(String) (empty: all). Grain: one link.
SELECT contact_id, account_id, anonymous_id, identified, occurred_at, received_at, event_id, source
FROM identity_links
WHERE empty({accounts:Array(String)}) OR contact_id IN (SELECT contact_id FROM (INCLUDE same_contacts))
