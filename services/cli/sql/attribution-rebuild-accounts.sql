-- Which accounts are there: those that have events, and those credits were ever computed for? Parameters: none. Grain: one account.
SELECT DISTINCT account_id
FROM
(
    SELECT account_id FROM (INCLUDE account_events WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0)
    UNION ALL
    SELECT account_id FROM account_attribution
)
WHERE account_id != ''
ORDER BY account_id
