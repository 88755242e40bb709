-- Which touch holds which position, under each policy? Parameters: account_id String, opportunity_id String, lookback_days UInt16, as_of DateTime64(3).
-- Grain: one (stage_credit, position, candidate, role).
SELECT *
FROM attribution_positions(account_id = {account_id:String}, opportunity_id = {opportunity_id:String}, lookback_days = {lookback_days:UInt16}, as_of = {as_of:DateTime64(3)})
ORDER BY stage_credit, position, candidate_no, role
