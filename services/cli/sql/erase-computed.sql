-- For which windows and policies are credits computed, and what was the newest version? Parameters: none. Grain: one row.
SELECT
    arraySort(groupUniqArrayArray(credits.lookback_days)) AS lookbacks,
    arraySort(groupUniqArrayArray(credits.stage_credit)) AS policies,
    max(version) AS version
FROM account_credits
