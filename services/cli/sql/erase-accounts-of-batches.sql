-- Which accounts arrived together with these people? More than are concerned: for an erasure that was cut off after the events had gone, which alone
-- say whose they were. Parameters: contacts Array(String), visitors Array(String). Grain: one account.
SELECT DISTINCT arrayJoin(account_ids) AS account_id
FROM arrived_batches
WHERE (hasAny(contact_ids, {contacts:Array(String)}) OR hasAny(anonymous_ids, {visitors:Array(String)})) AND account_id != ''
ORDER BY account_id
SETTINGS log_queries = 0
