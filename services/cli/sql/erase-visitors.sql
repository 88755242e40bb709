-- Which visitors turned out to be one of these contacts? Parameters: contacts Array(String). Grain: one visitor.
SELECT DISTINCT anonymous_id
FROM identity_links
WHERE identified = 1 AND anonymous_id != '' AND contact_id IN {contacts:Array(String)}
ORDER BY anonymous_id
SETTINGS log_queries = 0
