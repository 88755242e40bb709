-- What is each credit worth in one currency, for any window, policy and moment in time, asked ad hoc? As `attribution`, with the rates known by then.
-- Parameters: reporting_currency String, an ISO 4217 code; lookback_days UInt16, stage_credit String, as_of DateTime64(3) as of `attribution`: events
-- received and rates known by then, days up to its own. Grain: one row of `attribution`. Columns: as in `attribution_credits_in`.
CREATE OR REPLACE VIEW attribution_in DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT *
FROM (INCLUDE reported_rows FROM rule_credits WITH lookbacks = [{lookback_days:UInt16}], policies = [{stage_credit:String}], models = [], accounts = [], null_paths = 0, opportunities_only = 1)
WHERE throwIf({stage_credit:String} NOT IN ('first', 'last', 'even', 'productive', 'rescue'),
    'stage_credit is one of first, last, even, productive, rescue') = 0
    AND throwIf(NOT match({reporting_currency:String}, '^[A-Z]{3}$'), 'reporting_currency is a code of ISO 4217, like EUR') = 0;
