-- What did each channel earn of each opportunity of these accounts, as known then? Parameters: accounts Array(String) (not empty), lookback_days UInt16,
-- stage_credit String, as_of DateTime64(3), channel String and model String (empty: all). Grain: one (account, opportunity, model, kind of row, channel,
-- currency); `won_at`: null while it is open.
SELECT
    account_id, opportunity_id, model, row_kind, credited.channel AS channel, currency,
    sum(weight) AS weight,
    sum(amount) AS amount,
    min(converted_at) AS won_at
FROM attribution_rows(lookbacks = [{lookback_days:UInt16}], policies = [{stage_credit:String}], as_of = {as_of:DateTime64(3)}, accounts = {accounts:Array(String)}) AS credited
WHERE ({channel:String} = '' OR credited.channel = {channel:String}) AND ({model:String} = '' OR model = {model:String})
GROUP BY account_id, opportunity_id, model, row_kind, channel, currency
