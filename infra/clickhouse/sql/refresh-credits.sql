-- Computes the paths and credits of these accounts anew and replaces each account's former ones in one step; an account without any gets an empty row.
-- Composed, not asked through a view, whose planning takes twice as long.
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
            (opportunity_id, is_null_path, is_won, won_at, amount, currency, refunds, lookback_days, eligible, channel_parts, credits) AS path
        FROM (INCLUDE dealt_paths FROM model_weights WITH models = [], as_of = '2299-12-31 00:00:00', null_paths = 1, opportunities_only = 0)
    )
    GROUP BY account_id
) AS computed ON computed.account_id = wanted.account_id
