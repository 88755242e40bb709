-- Which credits are there, of every model? Of the rule models and Shapley as the attribution service last computed them, of Markov by what it last solved.
-- Parameters: none. Grain: one (opportunity, window, model, policies), as in dealt_credits.
SELECT account_id, opportunity_id, is_null_path, is_won, won_at, currency, lookback_days, eligible, model, policies, units, shares, reversals
FROM (INCLUDE stored_credits)
UNION ALL
SELECT account_id, opportunity_id, is_null_path, is_won, won_at, currency, lookback_days, eligible, model, policies, units, shares, reversals
FROM (INCLUDE markov_credits)
