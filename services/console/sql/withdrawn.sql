-- Question: which breaches were taken back lately, because of which event, and had anybody been told of them?
-- Parameters: owner, team, policy: '' for any; rows_max.
-- Grain: breach that was withdrawn within the last 14 days and is not in force again. Newest first.
SELECT
    handoff_id,
    policy_id,
    toString(sla_facts.policy_version) AS policy_version,
    level,
    any(sla_facts.account_id) AS account_id,
    any(sla_facts.contact_id) AS contact_id,
    argMaxIf(sla_facts.owner_id, derived_at, sla_facts.owner_id != '') AS owner_id,
    argMaxIf(sla_facts.team, derived_at, sla_facts.team != '') AS team,
    argMaxIf(sla_facts.due_at, derived_at, fact = 'withdrawn') AS due_at,
    maxIf(derived_at, fact = 'withdrawn') AS withdrawn_at,
    argMaxIf(sla_facts.cause_event_id, derived_at, fact = 'withdrawn') AS cause_event_id,
    minOrNullIf(at, fact = 'told') AS told_at
FROM sla_facts
WHERE (level = 'breach' OR startsWith(level, 'escalation'))
    AND handoff_id IN (SELECT handoff_id FROM sla_facts WHERE fact = 'withdrawn' AND derived_at >= now() - INTERVAL 14 DAY)
GROUP BY handoff_id, policy_id, sla_facts.policy_version, level
HAVING withdrawn_at >= now() - INTERVAL 14 DAY
    AND countIf(fact = 'withdrawn') >= countIf(fact = 'breached')
    AND ({owner:String} = '' OR owner_id = {owner:String})
    AND ({team:String} = '' OR team = {team:String})
    AND ({policy:String} = '' OR policy_id = {policy:String})
ORDER BY withdrawn_at DESC, handoff_id, level
LIMIT {rows_max:UInt32}
