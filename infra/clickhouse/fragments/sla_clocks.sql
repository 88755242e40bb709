-- What is true of each SLA clock, by the facts said so far? Clocks that were taken back as a whole are left out. Parameters: none.
-- Grain: one clock (policy version × handoff). `end`: how it ended, met or ended, else empty; when, business seconds, outcome and reason of that. `due_at`: that
-- of the breach in force, else as it was at the start; `acknowledged_at`: the first time; `pausings`: each pause and resumption that somebody said, in order.
SELECT
    policy_id, policy_version, handoff_id, account_id, contact_id, team,
    if(end != '' AND ended.owner_id != '', ended.owner_id, owing) AS owner_id,
    begun.1 AS started_at, begun.3 AS seconds_to_start,
    if(ended.derived_at > taken_back_at, ended.fact, '') AS end,
    if(end = '', NULL, ended.at) AS ended_at,
    if(end = '', NULL, ended.business_seconds) AS business_seconds,
    if(end = '', '', ended.outcome) AS outcome,
    breaches > 0 AS is_breached,
    escalations > 0 AS is_escalated,
    if(is_breached, breach.1, begun.2) AS due_at,
    if(is_breached, breach.2, NULL) AS breached_at,
    told_at,
    acknowledged_at,
    pausings
FROM
(
    SELECT
        policy_id, policy_version, handoff_id,
        -- Of what people did, only a reassignment says who owes the answer; other acts may arrive late and name who did before.
        argMaxIf(facts.owner_id, (at, derived_at), facts.owner_id != ''
            AND fact NOT IN ('told', 'undeliverable', 'acknowledged', 'commented', 'snoozed', 'resolved', 'paused', 'resumed')) AS owing,
        argMaxIf(facts.account_id, derived_at, facts.account_id != '') AS account_id,
        any(facts.contact_id) AS contact_id,
        argMaxIf((facts.started_at, facts.due_at, dateDiff('millisecond', at, derived_at) / 1000), derived_at, fact = 'started') AS begun,
        argMaxIf(facts.team::String, derived_at, fact = 'started') AS team,
        maxIf(derived_at, fact = 'started') AS begun_at,
        maxIf(derived_at, fact = 'withdrawn' AND level = 'unknown') AS taken_back_at,
        argMaxIf((derived_at, fact::String, at, facts.owner_id, facts.business_seconds, facts.outcome::String)
            ::Tuple(derived_at DateTime64(3, 'UTC'), fact String, at DateTime64(3, 'UTC'), owner_id String, business_seconds Nullable(Int64), outcome String),
            derived_at, fact IN ('met', 'ended')) AS ended,
        countIf(fact = 'breached' AND level = 'breach')::Int64 - countIf(fact = 'withdrawn' AND level = 'breach') AS breaches,
        countIf(fact = 'breached' AND startsWith(level, 'escalation'))::Int64 - countIf(fact = 'withdrawn' AND startsWith(level, 'escalation')) AS escalations,
        argMaxIf((facts.due_at, at), derived_at, fact = 'breached' AND level = 'breach') AS breach,
        minOrNullIf(at, fact = 'told' AND level = 'breach') AS told_at,
        minOrNullIf(at, fact = 'acknowledged') AS acknowledged_at,
        arraySort(groupArrayIf((at, cause_event_id, fact = 'paused', facts.reason::String, actor)
            ::Tuple(at DateTime64(3, 'UTC'), event_id String, is_pause Bool, reason String, actor String), fact IN ('paused', 'resumed'))) AS pausings
    FROM stored_sla_facts AS facts FINAL
    GROUP BY policy_id, policy_version, handoff_id
)
WHERE begun_at > taken_back_at
