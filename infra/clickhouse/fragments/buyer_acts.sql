-- When did somebody of the buying company do something that was seen? Met content, as a visitor or a contact, or said who they are. Parameters: none.
-- Grain: one act of an account.
SELECT account_id, occurred_at AS at
FROM (INCLUDE account_events WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0)
WHERE type = 'content_viewed'
UNION ALL
SELECT known.account_id AS account_id, said.occurred_at AS at
FROM (SELECT contact_id, occurred_at FROM identity_links FINAL WHERE identified = 1 AND anonymous_id != '') AS said
INNER JOIN (INCLUDE account_of_contact FROM all_links WITH as_of = '2299-12-31 00:00:00') AS known ON known.contact_id = said.contact_id
