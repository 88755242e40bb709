-- Question: which handoffs are waiting for a decision, and which of them are late?
-- Parameters: state: open, decided or all; owner, account: '' for any; rows_max.
-- Grain: handoff, with the levels of the breaches in force of the clock that waits for its decision, and when somebody was last told. Most urgent first.
WITH
    breaches AS (
        SELECT
            handoff_id,
            policy_id,
            policy_version,
            arraySort(groupUniqArray(level)) AS levels,
            max(sla_breaches.told_at) AS told_at
        FROM sla_breaches
        GROUP BY handoff_id, policy_id, policy_version
    )
SELECT
    handoff_id,
    account_id,
    contact_id,
    opened_at,
    due_at,
    decided_at,
    outcome,
    reason,
    owner_id,
    toFloat64(business_seconds) AS business_seconds,
    CAST(breached AS Bool) AS breached,
    policy_id,
    toString(handoffs.policy_version) AS policy_version,
    breaches.levels AS levels,
    breaches.told_at AS told_at
FROM handoffs
LEFT JOIN breaches USING (handoff_id, policy_id, policy_version)
WHERE ({state:String} = 'all' OR (outcome = 'open') = ({state:String} = 'open'))
    AND ({owner:String} = '' OR owner_id = {owner:String})
    AND ({account:String} = '' OR account_id = {account:String})
ORDER BY outcome = 'open' DESC, due_at ASC NULLS LAST, opened_at, handoff_id
LIMIT {rows_max:UInt32}
