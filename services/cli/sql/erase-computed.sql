-- For which windows and policies are credits computed, and what was the newest version? Parameters: none. Grain: one row.
SELECT
    arraySort(groupUniqArrayArray(arrayMap(path -> path.lookback_days, paths))) AS lookbacks,
    arraySort(groupUniqArrayArray(arrayFlatten(arrayMap(path -> arrayFlatten(path.credits.policies), paths)))) AS policies,
    max(version) AS version
FROM account_attribution
