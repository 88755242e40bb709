-- Which touch earns which part of each opportunity, for any window, policy and moment in time, asked ad hoc?
-- Parameters: lookback_days UInt16, stage_credit String (first, last, even, productive or rescue), as_of DateTime64(3): what had been received by then.
-- Grain: one (opportunity, model, touch or `unattributed` or `pending`). Columns: as in `attribution_credits`.
CREATE OR REPLACE VIEW attribution DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT *
FROM (INCLUDE credit_rows FROM rule_credits WITH lookbacks = [{lookback_days:UInt16}], policies = [{stage_credit:String}], models = [], accounts = [], null_paths = 0, opportunities_only = 1)
WHERE throwIf({stage_credit:String} NOT IN ('first', 'last', 'even', 'productive', 'rescue'),
    'stage_credit is one of first, last, even, productive, rescue') = 0;
