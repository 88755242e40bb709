-- For which windows were credits computed last? Parameters: none. Grain: one row.
SELECT arraySort(groupUniqArrayArray(credits.lookback_days)) AS lookback_days
FROM account_credits FINAL
