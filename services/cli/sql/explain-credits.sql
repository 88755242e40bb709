-- What does each touch of an opportunity earn by the rule models and Shapley? Parameters: account_id String, opportunity_id String, lookback_days UInt16,
-- stage_credit String, as_of DateTime64(3). Grain: one (model, touch or `unattributed` or `pending`), and for each refund such rows of weight 0.
SELECT model, row_kind, touch_event_id, touched_at, converted_at, weight, amount, currency
FROM attribution_rows(lookbacks = [{lookback_days:UInt16}], policies = [{stage_credit:String}], as_of = {as_of:DateTime64(3)}, accounts = [{account_id:String}])
WHERE opportunity_id = {opportunity_id:String}
ORDER BY model, converted_at, row_kind, touched_at, touch_event_id
