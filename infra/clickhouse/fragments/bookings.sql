-- When was which money booked? The win, with the weights; and each refund, which has none. Parameters: those of its source (rule_credits or all_credits).
-- Grain: one (opportunity, window, model, policies, win or refund).
SELECT
    account_id, opportunity_id, is_won, lookback_days, eligible, model, policies, currency, units,
    arrayJoin(arrayConcat([(won_at, true, shares)], arrayMap(r -> (r.at, false, r.shares), reversals))
        ::Array(Tuple(at DateTime64(3, 'UTC'), is_win Bool, shares Array(Int64)))) AS booking
FROM (INCLUDE source)
WHERE NOT is_null_path
