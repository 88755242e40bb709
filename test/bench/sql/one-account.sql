-- What did each touch of one account earn? Parameters: account_id String. Grain: one row of attribution.
SELECT *
FROM attribution_rows(lookbacks = [90], policies = ['productive'], as_of = '2299-12-31 00:00:00', accounts = [{account_id:String}])
