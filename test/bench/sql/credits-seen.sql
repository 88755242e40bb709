-- Which opportunities of these accounts have credits an analyst sees, and when were their events stored?
-- Parameters: accounts Array(String). Grain: one opportunity.
SELECT DISTINCT opportunity_id
FROM attribution_credits
WHERE account_id IN {accounts:Array(String)} AND row_kind = 'touch'
