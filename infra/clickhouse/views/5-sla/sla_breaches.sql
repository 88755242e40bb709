-- Which breaches are in force? A breach that a late-arriving timely decision proved wrong is withdrawn and not here.
-- Parameters: none. Grain: one breach (handoff × policy version × level).
CREATE OR REPLACE VIEW sla_breaches
(
    fact_id        String COMMENT 'Id of the breached fact',
    handoff_id     String COMMENT 'The handoff',
    account_id     String COMMENT 'Account; empty where not known',
    contact_id     String COMMENT 'Contact that was handed over',
    owner_id       String COMMENT 'Who owes the answer; empty where not known',
    policy_id      String COMMENT 'Policy that was breached',
    policy_version UInt32 COMMENT 'Version of the policy',
    level          String COMMENT 'breach; escalation, escalation_2 … escalation_5 as the later due times passed too',
    due_at         DateTime64(3, 'UTC') COMMENT 'When the answer was due',
    breached_at    DateTime64(3, 'UTC') COMMENT 'When it became a breach, event time',
    told_at        Nullable(DateTime64(3, 'UTC')) COMMENT 'When somebody was first told, on any channel; null where nobody was'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    argMaxIf(facts.fact_id, derived_at, fact = 'breached') AS fact_id,
    handoff_id,
    argMaxIf(facts.account_id, derived_at, fact = 'breached') AS account_id,
    argMaxIf(facts.contact_id, derived_at, fact = 'breached') AS contact_id,
    argMaxIf(facts.owner_id, derived_at, fact = 'breached') AS owner_id,
    policy_id,
    policy_version,
    level,
    argMaxIf(facts.due_at, derived_at, fact = 'breached') AS due_at,
    argMaxIf(at, derived_at, fact = 'breached') AS breached_at,
    minOrNullIf(at, fact = 'told') AS told_at
FROM sla_facts AS facts
WHERE level = 'breach' OR startsWith(level, 'escalation')
GROUP BY handoff_id, policy_id, policy_version, level
-- Breached and withdrawn alternate: a breach taken back may become true again when a late event restores its handoff.
HAVING countIf(fact = 'breached') > countIf(fact = 'withdrawn')
COMMENT 'One breach in force';
