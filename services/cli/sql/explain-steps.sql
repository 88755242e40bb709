-- What led to an opportunity? Parameters: account_id String, opportunity_id String, lookback_days UInt16, as_of DateTime64(3). Grain: one touch or visit.
SELECT *
FROM attribution_explained(account_id = {account_id:String}, opportunity_id = {opportunity_id:String}, lookback_days = {lookback_days:UInt16}, as_of = {as_of:DateTime64(3)})
ORDER BY step
