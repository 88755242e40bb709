-- What does it cost to compute the credits of every opportunity, and to write them as the attribution service does? Eight models, one policy, one window.
-- Asked with the settings of the service's own statement. Parameters: none. Grain: one account.
INSERT INTO bench_attribution (account_id, version, paths)
SELECT account_id, 1, groupArray(path)
FROM
(
    SELECT
        account_id,
        (opportunity_id, is_null_path, is_won, won_at, amount, currency, refunds, lookback_days, eligible, channel_parts, credits) AS path
    FROM (INCLUDE dealt_paths FROM model_weights WITH lookbacks = [90], policies = ['productive'],
        models = ['first_touch', 'last_touch', 'linear', 'position_based', 'time_decay', 'u_milestone', 'w_milestone', 'full_path'],
        as_of = '2299-12-31 00:00:00', accounts = [], null_paths = 0, opportunities_only = 1)
)
GROUP BY account_id
