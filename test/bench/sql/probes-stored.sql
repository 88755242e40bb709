-- When was each probe stored? Parameters: none. Grain: one probe; milliseconds UTC.
SELECT opportunity_id AS id, toUnixTimestamp64Milli(min(_stored_at)) AS stored_ms
FROM events
WHERE startsWith(account_id, 'account-of-probe-') AND type = 'opportunity_won'
GROUP BY opportunity_id
