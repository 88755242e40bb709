-- Question: which models, policies, windows, currencies, months, owners, teams and policies have rows behind them?
-- Parameters: none.
-- Grain: one row of lists; currencies with the most amounts first. Every account has the same models, policies and windows, so
-- the first credits tell them all; the rest is read from the events, which is 50 times faster than from the ledger.
WITH
    configured AS (
        SELECT
            arraySort(groupUniqArray(model)) AS models,
            arraySort(groupUniqArray(stage_credit)) AS stage_credits,
            arraySort(groupUniqArray(toUInt32(lookback_days))) AS lookback_days
        FROM (SELECT model, stage_credit, lookback_days FROM attribution_credits LIMIT 20000)
    ),
    happened AS (
        SELECT
            arraySort(groupUniqArray(formatDateTime(toStartOfMonth(occurred_at), '%Y-%m'))) AS months,
            arraySort(groupUniqArrayIf(500)(owner_id, owner_id != '' AND type IN ('mql_created', 'mql_accepted', 'mql_rejected', 'handoff_updated'))) AS owners
        FROM events
    ),
    judged AS (
        SELECT
            arraySort(groupUniqArrayIf(500)(toString(team), team != '')) AS teams,
            arraySort(groupUniqArray(500)(toString(policy_id))) AS policies
        FROM sla_facts
    ),
    paid AS (
        SELECT groupArray(currency) AS currencies
        FROM (SELECT currency FROM events WHERE currency != '' GROUP BY currency ORDER BY count() DESC, currency)
    )
SELECT models, stage_credits, lookback_days, currencies, months, owners, teams, policies
FROM configured
CROSS JOIN happened
CROSS JOIN paid
CROSS JOIN judged
