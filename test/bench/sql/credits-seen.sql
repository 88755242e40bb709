-- Which opportunities of these accounts have a credit an analyst sees? Of one model stands for all: they become visible in one step.
-- Parameters: accounts Array(String). Grain: one opportunity.
SELECT DISTINCT opportunity_id
FROM attribution_credits
WHERE account_id IN {accounts:Array(String)} AND model = 'linear' AND lookback_days = 90 AND stage_credit = 'productive' AND row_kind != 'pending'
