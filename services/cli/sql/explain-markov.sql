-- What does each touch of an opportunity earn by the Markov models, as last solved? Parameters: account_id String, opportunity_id String, lookback_days
-- UInt16, stage_credit String. Grain: one (model, touch or `unattributed` or `pending`), and for each refund such rows of weight 0; none for a window that is
-- not configured.
SELECT model, row_kind, touch_event_id, touched_at, converted_at, weight, amount, currency
FROM attribution_credits
WHERE account_id = {account_id:String} AND opportunity_id = {opportunity_id:String} AND lookback_days = {lookback_days:UInt16}
    AND stage_credit = {stage_credit:String} AND startsWith(model, 'markov_')
ORDER BY model, converted_at, row_kind, touched_at, touch_event_id
