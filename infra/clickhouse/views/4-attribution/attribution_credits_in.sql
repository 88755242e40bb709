-- What is each credit worth in one currency, and what has it gained or lost since by a change of rates? As `attribution_credits`, for all opportunities.
-- Parameters: reporting_currency String, an ISO 4217 code. Grain: one row of `attribution_credits`. Columns: those, and as in `attribution_in`:
-- reporting_currency; reported_amount: the amount at the rate of the day it was converted, of today while pending; revaluation: the amount at the newest
-- rate less reported_amount; rate, rate_date, rate_by (same, direct, inverse, or through another currency); newest_rate, newest_rate_date;
-- not_reported_because: why reported_amount and revaluation are null, empty where they are not.
CREATE OR REPLACE VIEW attribution_credits_in DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT *
FROM (INCLUDE reported_rows FROM all_credits WITH as_of = '2299-12-31 00:00:00')
WHERE throwIf(NOT match({reporting_currency:String}, '^[A-Z]{3}$'), 'reporting_currency is a code of ISO 4217, like EUR') = 0;
