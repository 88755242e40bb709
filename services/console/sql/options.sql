-- Question: which models, policies, windows, currencies, months and owners have rows behind them?
-- Parameters: none.
-- Grain: one row of lists; currencies with the most conversions first.
SELECT
    (SELECT arraySort(groupUniqArray(model)) FROM attribution_by_channel) AS models,
    (SELECT arraySort(groupUniqArray(stage_credit)) FROM attribution_by_channel) AS stage_credits,
    (SELECT arraySort(groupUniqArray(toUInt32(lookback_days))) FROM attribution_by_channel) AS lookback_days,
    (
        SELECT groupArray(currency)
        FROM (SELECT currency FROM attribution_credits WHERE currency != '' GROUP BY currency ORDER BY count() DESC, currency)
    ) AS currencies,
    (
        SELECT arraySort(groupUniqArray(formatDateTime(toStartOfMonth(entered_at), '%Y-%m')))
        FROM stage_visits
    ) AS months,
    (SELECT arraySort(groupUniqArray(500)(owner_id)) FROM handoffs WHERE owner_id != '') AS owners
