-- Which credit of these accounts differs between two moments of knowledge? Parameters: accounts Array(String) (not empty), lookback_days UInt16,
-- stage_credit String, from DateTime64(3), to DateTime64(3), channel String and model String (empty: all). Grain: one (account, opportunity, model, kind of row,
-- channel, currency) whose weight or amount changed; `won_*`: when it was won as known then, null while open.
SELECT
    account_id, opportunity_id, model, row_kind, credited.channel AS channel, currency,
    sumIf(weight, is_later = 0) AS weight_before,
    sumIf(weight, is_later = 1) AS weight_after,
    sumIf(amount, is_later = 0) AS amount_before,
    sumIf(amount, is_later = 1) AS amount_after,
    minIf(converted_at, is_later = 0) AS won_before,
    minIf(converted_at, is_later = 1) AS won_after
FROM
(
    SELECT account_id, opportunity_id, model, row_kind, channel, currency, weight, amount, converted_at, 0 AS is_later
    FROM attribution_rows(lookbacks = [{lookback_days:UInt16}], policies = [{stage_credit:String}], as_of = {from:DateTime64(3)}, accounts = {accounts:Array(String)})
    UNION ALL
    SELECT account_id, opportunity_id, model, row_kind, channel, currency, weight, amount, converted_at, 1 AS is_later
    FROM attribution_rows(lookbacks = [{lookback_days:UInt16}], policies = [{stage_credit:String}], as_of = {to:DateTime64(3)}, accounts = {accounts:Array(String)})
) AS credited
WHERE ({channel:String} = '' OR credited.channel = {channel:String}) AND ({model:String} = '' OR model = {model:String})
GROUP BY account_id, opportunity_id, model, row_kind, channel, currency
HAVING weight_before != weight_after OR amount_before != amount_after
ORDER BY account_id, opportunity_id, model, row_kind, channel, currency
