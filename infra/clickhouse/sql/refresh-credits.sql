-- Computes the credits of these accounts anew and replaces each account's former ones in one step; an account without any gets an empty row.
-- Parameters: accounts Array(String), lookbacks Array(UInt16) days, policies Array(String), version UInt64. Grain: one account.
INSERT INTO account_credits
(
    account_id, version,
    credits.model, credits.stage_credit, credits.lookback_days, credits.opportunity_id, credits.converted_at, credits.row_kind,
    credits.touch_event_id, credits.touched_at, credits.channel, credits.campaign_id, credits.content_id, credits.cycle_no,
    credits.weight, credits.amount, credits.currency
)
SELECT
    wanted.account_id,
    {version:UInt64},
    groupArrayIf(model, model != ''), groupArrayIf(stage_credit, model != ''), groupArrayIf(lookback_days, model != ''),
    groupArrayIf(opportunity_id, model != ''), arrayMap(c -> c.1, groupArrayIf(tuple(converted_at), model != '')), groupArrayIf(row_kind, model != ''),
    groupArrayIf(touch_event_id, model != ''), arrayMap(c -> c.1, groupArrayIf(tuple(touched_at), model != '')), groupArrayIf(channel, model != ''),
    groupArrayIf(campaign_id, model != ''), groupArrayIf(content_id, model != ''), groupArrayIf(cycle_no, model != ''),
    groupArrayIf(weight, model != ''), groupArrayIf(amount, model != ''), groupArrayIf(currency, model != '')
FROM (SELECT arrayJoin({accounts:Array(String)}) AS account_id) AS wanted
LEFT JOIN
(
    SELECT *
    FROM attribution_rows(lookbacks = {lookbacks:Array(UInt16)}, policies = {policies:Array(String)}, as_of = '2299-12-31 00:00:00')
    WHERE account_id IN {accounts:Array(String)}
) AS computed ON computed.account_id = wanted.account_id
GROUP BY wanted.account_id
-- Each row becomes one for every window, policy and model before it shrinks again: small blocks bound the memory.
SETTINGS max_block_size = 2048
