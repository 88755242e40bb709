-- What is true of each SLA clock, by the facts said so far? Clocks that were taken back as a whole are left out. Parameters: none.
-- Grain: one clock (policy version × handoff). `end`: how it ended, met or ended, else empty; business seconds, outcome and reason of that.
SELECT
    policy_id, policy_version, handoff_id,
    owner_id,
    begun.1 AS started_at, begun.2 AS due_at, begun.3 AS seconds_to_start,
    if(ended.derived_at > taken_back_at, ended.fact, '') AS end,
    if(end = '', NULL, ended.business_seconds) AS business_seconds,
    if(end = '', '', ended.outcome) AS outcome,
    breaches > 0 AS is_breached,
    escalations > 0 AS is_escalated,
    told_at
FROM
(
    SELECT
        policy_id, policy_version, handoff_id,
        -- Who answered, or owes the answer: the newest who is named.
        argMaxIf(facts.owner_id, derived_at, facts.owner_id != '') AS owner_id,
        argMaxIf((facts.started_at, facts.due_at, dateDiff('millisecond', at, derived_at) / 1000), derived_at, fact = 'started') AS begun,
        maxIf(derived_at, fact = 'started') AS begun_at,
        maxIf(derived_at, fact = 'withdrawn' AND level = 'unknown') AS taken_back_at,
        argMaxIf((derived_at, fact::String, facts.business_seconds, facts.outcome::String)
            ::Tuple(derived_at DateTime64(3, 'UTC'), fact String, business_seconds Nullable(Int64), outcome String), derived_at, fact IN ('met', 'ended')) AS ended,
        countIf(fact = 'breached' AND level = 'breach')::Int64 - countIf(fact = 'withdrawn' AND level = 'breach') AS breaches,
        countIf(fact = 'breached' AND startsWith(level, 'escalation'))::Int64 - countIf(fact = 'withdrawn' AND startsWith(level, 'escalation')) AS escalations,
        minOrNullIf(at, fact = 'told' AND level = 'breach') AS told_at
    FROM stored_sla_facts AS facts FINAL
    GROUP BY policy_id, policy_version, handoff_id
)
WHERE begun_at > taken_back_at
