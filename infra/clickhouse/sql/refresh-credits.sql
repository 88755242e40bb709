-- Computes the paths and credits of these accounts anew and replaces each account's former ones in one step; an account without any gets an empty row.
-- Parameters: accounts Array(String) (not empty), lookbacks Array(UInt16) days, policies Array(String),
-- version UInt64. Grain: one account.
INSERT INTO account_attribution (account_id, version, paths)
SELECT wanted.account_id, {version:UInt64}, computed.paths
FROM (SELECT arrayJoin({accounts:Array(String)}) AS account_id) AS wanted
LEFT JOIN
(
    SELECT account_id, groupArray(path) AS paths
    FROM
    (
        SELECT
            account_id,
            (opportunity_id, is_null_path, any(is_won), any(won_at), any(amount), any(currency), any(refunds), lookback_days, any(eligible), any(channel_parts),
                groupArrayIf((model, policies, units, shares, reversals), model != '')) AS path
        FROM attribution_paths(lookbacks = {lookbacks:Array(UInt16)}, policies = {policies:Array(String)}, models = [],
            as_of = '2299-12-31 00:00:00', accounts = {accounts:Array(String)})
        GROUP BY account_id, opportunity_id, is_null_path, lookback_days
    )
    GROUP BY account_id
) AS computed ON computed.account_id = wanted.account_id
