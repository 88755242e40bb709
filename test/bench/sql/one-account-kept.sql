-- What did each touch of one account earn, by the credits that are kept? Parameters: account_id String. Grain: one row of attribution_credits.
SELECT *
FROM attribution_credits
WHERE account_id = {account_id:String}
