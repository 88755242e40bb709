-- Question: when were clocks paused, by whom and why, and did the buyer act meanwhile?
-- Parameters: from, to: first days of the first and last month in which the pause began (UTC); owner, team, policy: '' for any; rows_max.
-- Grain: pause of a clock. Those during which the buyer acted first: whoever waited for the buyer had something to answer.
SELECT
    handoff_id,
    account_id,
    contact_id,
    owner_id,
    team,
    policy_id,
    reason,
    actor,
    paused_at,
    resumed_at,
    seconds,
    toUInt32(buyer_events) AS buyer_events,
    first_buyer_event_at,
    CAST(buyer_acted AS Bool) AS buyer_acted
FROM sla_pauses
WHERE paused_at >= {from:Date}
    AND paused_at < {to:Date} + INTERVAL 1 MONTH
    AND ({owner:String} = '' OR owner_id = {owner:String})
    AND ({team:String} = '' OR team = {team:String})
    AND ({policy:String} = '' OR policy_id = {policy:String})
ORDER BY buyer_acted DESC, paused_at DESC, handoff_id, policy_id
LIMIT {rows_max:UInt32}
