-- Question: which accounts have this text in their id?
-- Parameters: q: the text, in any case; rows_max.
-- Grain: account; those whose id starts with the text first.
SELECT
    account_id,
    toUInt32(count()) AS visits,
    toUInt32(countIf(direction = 'back')) AS loops,
    max(entered_at) AS last_entered_at
FROM stage_visits
WHERE positionCaseInsensitiveUTF8(account_id, {q:String}) > 0
GROUP BY account_id
ORDER BY positionCaseInsensitiveUTF8(account_id, {q:String}), account_id
LIMIT {rows_max:UInt32}
