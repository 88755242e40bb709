-- Question: how common are loops?
-- Parameters: from, to: first days of the first and last month (UTC); rows_max.
-- Grain: one row. `accounts` entered any stage in these months, `accounts_looped` were thrown back at least once in them.
SELECT
    toUInt32(uniqExact(account_id)) AS accounts,
    toUInt32(uniqExactIf(account_id, direction = 'back')) AS accounts_looped,
    toUInt32(count()) AS visits,
    toUInt32(countIf(direction = 'back')) AS loops
FROM stage_visits
WHERE entered_at >= {from:Date} AND entered_at < {to:Date} + INTERVAL 1 MONTH
LIMIT {rows_max:UInt32}
