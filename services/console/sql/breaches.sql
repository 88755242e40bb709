-- Question: which SLA breaches are in force, what is at stake, how late is or was the answer, was anybody told, and who has taken them on?
-- Parameters: answered: no, yes or all; from, to: first days of the first and last month of the breach (UTC); owner, team, policy: '' for any; rows_max.
-- Grain: breach in force, with when its clock was due at first and when it was answered. Clocks without an answer first, of those the ones nobody
-- acknowledged or resolved, then the newest; the levels of one clock stand together. Of those without an answer, history costs one look at how clocks ended.
WITH
    -- A clock that was taken back as a whole, and started again, runs: more than run, never fewer.
    running AS (
        SELECT handoff_id
        FROM sla_facts
        WHERE fact IN ('met', 'ended', 'started') OR (fact = 'withdrawn' AND level = 'unknown')
        GROUP BY handoff_id, policy_id, policy_version
        HAVING countIf(fact IN ('met', 'ended')) = 0 OR countIf(fact = 'withdrawn') > 0
    ),
    clocks AS (
        SELECT
            handoff_id,
            policy_id,
            policy_version,
            minOrNullIf(sla_facts.due_at, level = 'breach') AS first_due_at,
            maxIf(derived_at, fact = 'withdrawn' AND level = 'unknown') AS taken_back_at,
            argMaxIf((derived_at, at, outcome), derived_at, fact IN ('met', 'ended')) AS end,
            if(end.1 > taken_back_at, end.2, NULL) AS answered_at,
            if(end.1 > taken_back_at, end.3, '') AS answer
        FROM sla_facts
        WHERE {answered:String} != 'no' OR handoff_id IN (SELECT handoff_id FROM running)
        GROUP BY handoff_id, policy_id, policy_version
    )
SELECT
    fact_id,
    handoff_id,
    account_id,
    contact_id,
    owner_id,
    team,
    policy_id,
    toString(sla_breaches.policy_version) AS policy_version,
    level,
    ifNull(clocks.first_due_at, sla_breaches.due_at) AS due_at,
    breached_at,
    told_at,
    clocks.answered_at AS answered_at,
    clocks.answer AS answer,
    CAST(arrayZip(mapKeys(risk_by_currency), arrayMap(amount -> toString(amount), mapValues(risk_by_currency))), 'Array(Tuple(currency String, amount String))') AS at_risk,
    risk_basis,
    acknowledged_at,
    acknowledged_by,
    snoozed_until,
    resolved_at,
    resolved_by
FROM sla_breaches
LEFT JOIN clocks USING (handoff_id, policy_id, policy_version)
WHERE ({answered:String} != 'no' OR handoff_id IN (SELECT handoff_id FROM running))
    AND ({answered:String} = 'all' OR isNotNull(answered_at) = ({answered:String} = 'yes'))
    AND breached_at >= {from:Date}
    AND breached_at < {to:Date} + INTERVAL 1 MONTH
    AND ({owner:String} = '' OR owner_id = {owner:String})
    AND ({team:String} = '' OR team = {team:String})
    AND ({policy:String} = '' OR policy_id = {policy:String})
ORDER BY
    answered_at IS NULL DESC,
    max(isNotNull(acknowledged_at) OR isNotNull(resolved_at)) OVER (PARTITION BY handoff_id, policy_id),
    max(breached_at) OVER (PARTITION BY handoff_id, policy_id) DESC,
    handoff_id,
    policy_id,
    breached_at DESC,
    fact_id
LIMIT {rows_max:UInt32}
