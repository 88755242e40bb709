-- Who gets how much, as the attribution service last computed it? Parameters: none. Grain: one (opportunity, window, model, policies), as in dealt_credits.
SELECT
    account_id,
    path.opportunity_id AS opportunity_id, path.is_null_path AS is_null_path, path.is_won AS is_won, path.won_at AS won_at, path.currency AS currency,
    path.lookback_days AS lookback_days, path.eligible AS eligible,
    credit.model AS model, credit.policies AS policies, credit.units AS units, credit.shares AS shares, credit.reversals AS reversals
FROM
(
    SELECT account_id, path, arrayJoin(path.credits) AS credit
    FROM (SELECT account_id, arrayJoin(paths) AS path FROM account_attribution FINAL)
)
