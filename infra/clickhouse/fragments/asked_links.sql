-- Which events tie the contacts of the accounts asked for? Parameters: as_of DateTime64(3), accounts Array(String) (empty: all). Grain: one link.
WITH (SELECT same_contacts FROM (INCLUDE same_contacts)) AS same_contacts
SELECT contact_id, account_id, anonymous_id, identified, occurred_at, received_at, event_id, source
FROM identity_links
WHERE empty({accounts:Array(String)}) OR contact_id IN (SELECT arrayJoin(same_contacts))
