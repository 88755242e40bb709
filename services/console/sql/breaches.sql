-- Question: which SLA breaches are in force, how late is or was the decision, and was anybody told?
-- Parameters: from, to: first days of the first and last month of the breach (UTC); owner: '' for any; rows_max.
-- Grain: breach in force. Handoffs still undecided first, then the newest breach.
SELECT
    fact_id,
    sla_breaches.handoff_id AS handoff_id,
    sla_breaches.account_id AS account_id,
    sla_breaches.contact_id AS contact_id,
    sla_breaches.policy_id AS policy_id,
    toString(sla_breaches.policy_version) AS policy_version,
    level,
    sla_breaches.due_at AS due_at,
    breached_at,
    told_at,
    handoffs.owner_id AS owner_id,
    handoffs.outcome AS outcome,
    handoffs.decided_at AS decided_at
FROM sla_breaches
LEFT JOIN handoffs ON handoffs.handoff_id = sla_breaches.handoff_id
WHERE breached_at >= {from:Date}
    AND breached_at < {to:Date} + INTERVAL 1 MONTH
    AND ({owner:String} = '' OR handoffs.owner_id = {owner:String})
ORDER BY outcome = 'open' DESC, breached_at DESC, fact_id
LIMIT {rows_max:UInt32}
