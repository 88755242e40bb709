-- Question: which handoffs are waiting for a decision, which of them are late, what is at stake, and who has taken them on?
-- Parameters: state: open, decided or all; owner, team, policy, account: '' for any; rows_max.
-- Grain: handoff, with the levels of the breaches in force of the clock that waits for its decision, when somebody was last told, and what people
-- did last. A reassignment ends the acknowledgement before it: the new owner has not seen the handoff. Most urgent first: due time, then what is at stake.
-- Of those that are open, history costs one look at its decisions: the ledger and the facts are read for `undecided` contacts alone.
WITH
    -- Nobody has decided about them since they were handed over, by the ids that events state: more than are open, never fewer. (Where decisions state
    -- no account and handoffs do, that is everybody.)
    undecided AS (
        SELECT contact_id, groupArrayIf(concat(source, '/', event_id), type = 'mql_created') AS openings
        FROM events
        WHERE type IN ('mql_created', 'mql_accepted', 'mql_rejected', 'lead_recycled')
        GROUP BY account_id, contact_id
        HAVING maxIf(occurred_at, type = 'mql_created') >= maxIf(occurred_at, type != 'mql_created')
    ),
    opening AS (SELECT arrayJoin(openings) AS handoff_id FROM undecided),
    -- Whoever took part in a merge may stand for one of them.
    asked AS (
        SELECT contact_id FROM undecided
        UNION ALL
        SELECT arrayJoin([contact_id, properties['merged_id']]) AS contact_id FROM events WHERE type IN ('contact_merged', 'contact_unmerged')
    ),
    theirs AS (
        SELECT account_id FROM events WHERE contact_id IN (SELECT contact_id FROM asked)
        UNION ALL
        SELECT concat('contact:', contact_id) AS account_id FROM asked
        UNION ALL
        SELECT account_id FROM events WHERE type = 'account_merged'
    ),
    breaches AS (
        SELECT
            handoff_id,
            policy_id,
            policy_version,
            arraySort(groupUniqArray(level)) AS levels,
            max(sla_breaches.told_at) AS told_at,
            argMax(sla_breaches.risk_by_currency, breached_at) AS risk,
            argMax(sla_breaches.risk_basis, breached_at) AS risk_basis
        FROM sla_breaches
        WHERE {state:String} != 'open' OR handoff_id IN (SELECT handoff_id FROM opening)
        GROUP BY handoff_id, policy_id, policy_version
    ),
    acts AS (
        SELECT
            handoff_id,
            maxIf(at, action = 'reassigned') AS reassigned_at,
            arrayFirst(act -> act.1 >= reassigned_at, arraySort(groupArrayIf((at, actor), action = 'acknowledged'))) AS acknowledged,
            argMaxIf(until, (at, event_id), action = 'snoozed') AS snoozed_until,
            argMinIf((at, actor), (at, event_id), action = 'resolved') AS resolved,
            toUInt32(countIf(note != '')) AS notes
        FROM handoff_updates
        WHERE {state:String} != 'open' OR handoff_id IN (SELECT handoff_id FROM opening)
        GROUP BY handoff_id
    ),
    clocks AS (
        SELECT
            handoff_id,
            policy_id,
            policy_version,
            argMaxIf(sla_facts.team, (at, derived_at), sla_facts.team != '') AS team,
            argMaxIf((fact, at, sla_facts.reason), (at, cause_event_id), fact IN ('paused', 'resumed')) AS pause
        FROM sla_facts
        WHERE {state:String} != 'open' OR handoff_id IN (SELECT handoff_id FROM opening)
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
    handoffs.reason AS reason,
    owner_id,
    clocks.team AS team,
    toFloat64(business_seconds) AS business_seconds,
    CAST(breached AS Bool) AS breached,
    policy_id,
    toString(handoffs.policy_version) AS policy_version,
    breaches.levels AS levels,
    breaches.told_at AS told_at,
    CAST(arrayZip(mapKeys(breaches.risk), arrayMap(amount -> toString(amount), mapValues(breaches.risk))), 'Array(Tuple(currency String, amount String))') AS at_risk,
    breaches.risk_basis AS risk_basis,
    if(acts.acknowledged.2 = '', NULL, acts.acknowledged.1) AS acknowledged_at,
    acts.acknowledged.2 AS acknowledged_by,
    acts.snoozed_until AS snoozed_until,
    if(acts.resolved.2 = '', NULL, acts.resolved.1) AS resolved_at,
    acts.resolved.2 AS resolved_by,
    if(clocks.pause.1 = 'paused', clocks.pause.2, NULL) AS paused_at,
    if(isNull(paused_at), '', clocks.pause.3) AS pause_reason,
    acts.notes AS notes
FROM handoffs
LEFT JOIN breaches USING (handoff_id, policy_id, policy_version)
LEFT JOIN acts USING (handoff_id)
LEFT JOIN clocks USING (handoff_id, policy_id, policy_version)
WHERE ({state:String} != 'open' OR account_id IN (SELECT account_id FROM theirs))
    AND ({state:String} = 'all' OR (outcome = 'open') = ({state:String} = 'open'))
    AND ({owner:String} = '' OR owner_id = {owner:String})
    AND ({team:String} = '' OR team = {team:String})
    AND ({policy:String} = '' OR policy_id = {policy:String})
    AND ({account:String} = '' OR account_id = {account:String})
ORDER BY outcome = 'open' DESC, due_at ASC NULLS LAST, arrayMax(mapValues(breaches.risk)) DESC, opened_at, handoff_id
LIMIT {rows_max:UInt32}
