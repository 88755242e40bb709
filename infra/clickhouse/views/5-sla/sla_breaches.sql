-- Which breaches are in force, what are they worth, and who has taken them on? A breach that a late-arriving timely decision proved wrong is withdrawn and
-- not here. Parameters: none. Grain: one breach (handoff × policy version × level).
CREATE OR REPLACE VIEW sla_breaches
(
    fact_id          String COMMENT 'Id of the breached fact',
    handoff_id       String COMMENT 'The handoff',
    account_id       String COMMENT 'Account; empty where not known',
    contact_id       String COMMENT 'Contact that was handed over',
    owner_id         String COMMENT 'Who owes the answer, after reassignments; empty where not known',
    policy_id        String COMMENT 'Policy that was breached',
    policy_version   UInt32 COMMENT 'Version of the policy',
    level            String COMMENT 'breach; escalation, escalation_2 … escalation_5 as the later due times passed too',
    due_at           DateTime64(3, 'UTC') COMMENT 'When the answer was due',
    breached_at      DateTime64(3, 'UTC') COMMENT 'When it became a breach, event time',
    told_at          Nullable(DateTime64(3, 'UTC')) COMMENT 'When somebody was first told, on any channel; null where nobody was',
    team             String COMMENT 'Team of owner_id, by the directory as it was then; empty where not known',
    acknowledged_at  Nullable(DateTime64(3, 'UTC')) COMMENT 'When it was first acknowledged since the newest reassignment, which undoes what was before; null where it is not',
    acknowledged_by  String COMMENT 'Who acknowledged it then; empty where nobody did',
    snoozed_until    Nullable(DateTime64(3, 'UTC')) COMMENT 'Until when the newest snooze puts off telling, past or to come; null where nobody snoozed it',
    resolved_at      Nullable(DateTime64(3, 'UTC')) COMMENT 'When somebody first said that it is dealt with: it is told no more, and stays a breach; null where nobody did',
    resolved_by      String COMMENT 'Who said so; empty where nobody did',
    revenue_at_risk  Nullable(Decimal(38, 4)) COMMENT 'What was at risk at breached_at: the account''s open opportunities, else the expected value of the policy; null where neither says anything, or risk_currency is several',
    risk_currency    String COMMENT 'ISO 4217 code of revenue_at_risk; several: see risk_by_currency; empty where nothing is known',
    risk_basis       String COMMENT 'open_pipeline or expected_value; empty where neither says anything',
    risk_by_currency Map(String, Decimal(38, 4)) COMMENT 'The same for each currency: amounts of different currencies are never added up. The levels of one clock have the same at risk: count one'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
WITH
    (SELECT merges FROM (INCLUDE merges WITH as_of = '2299-12-31 00:00:00')) AS merges,
    breaches AS
    (
        SELECT
            handoff_id, policy_id, policy_version, level,
            argMaxIf(
                (facts.fact_id, facts.account_id, facts.contact_id, facts.owner_id, facts.team, facts.due_at, at, facts.expected_value, facts.expected_currency)
                ::Tuple(fact_id String, account_id String, contact_id String, owner_id String, team String, due_at DateTime64(3, 'UTC'),
                        breached_at DateTime64(3, 'UTC'), expected_value Nullable(Decimal(38, 4)), expected_currency String),
                derived_at, fact = 'breached') AS newest,
            newest.breached_at AS breached_at,
            -- A contact without an account stands for itself.
            if(newest.account_id = '', concat('contact:', newest.contact_id),
                transform(newest.account_id, merges.accounts.merged, merges.accounts.survivors, newest.account_id)) AS risk_account_id,
            minOrNullIf(at, fact = 'told') AS told_at
        FROM sla_facts AS facts
        WHERE level = 'breach' OR startsWith(level, 'escalation')
        GROUP BY handoff_id, policy_id, policy_version, level
        -- Breached and withdrawn alternate: a breach taken back may become true again when a late event restores its handoff.
        HAVING countIf(fact = 'breached') > countIf(fact = 'withdrawn')
    ),
    -- One step per layer: an expression that is used again is worked out again, and planned again.
    piped AS
    (
        SELECT breaches.*, arrayFilter(s -> s.since <= breached_at AND breached_at < s.until, pipeline.spans) AS open_spans
        FROM breaches
        LEFT JOIN (INCLUDE open_pipeline) AS pipeline ON pipeline.account_id = breaches.risk_account_id
    ),
    added AS
    (
        SELECT * EXCEPT (open_spans), arrayReduce('sumMap', [open_spans.currency], [open_spans.amount])::Tuple(Array(String), Array(Decimal(38, 4))) AS open_amounts
        FROM piped
    ),
    valued AS
    (
        SELECT
            * EXCEPT (open_amounts),
            multiIf(notEmpty(open_amounts.1), 'open_pipeline', isNotNull(newest.expected_value), 'expected_value', '') AS risk_basis,
            multiIf(
                notEmpty(open_amounts.1), open_amounts,
                isNotNull(newest.expected_value), ([newest.expected_currency], [ifNull(newest.expected_value, 0)])::Tuple(Array(String), Array(Decimal(38, 4))),
                ([], [])::Tuple(Array(String), Array(Decimal(38, 4)))) AS at_risk
        FROM added
    )
SELECT
    newest.fact_id AS fact_id,
    breach.handoff_id AS handoff_id,
    newest.account_id AS account_id,
    newest.contact_id AS contact_id,
    if(act.owner_id != '', act.owner_id, newest.owner_id) AS owner_id,
    breach.policy_id AS policy_id,
    breach.policy_version AS policy_version,
    level,
    newest.due_at AS due_at,
    breached_at,
    told_at,
    if(act.owner_id != '', act.team, newest.team) AS team,
    act.acknowledged_at AS acknowledged_at,
    act.acknowledged_by AS acknowledged_by,
    act.snoozed_until AS snoozed_until,
    act.resolved_at AS resolved_at,
    act.resolved_by AS resolved_by,
    if(length(at_risk.1) = 1, at_risk.2[1], NULL) AS revenue_at_risk,
    if(length(at_risk.1) > 1, 'several', at_risk.1[1]) AS risk_currency,
    risk_basis,
    at_risk::Map(String, Decimal(38, 4)) AS risk_by_currency
FROM valued AS breach
LEFT JOIN (INCLUDE clock_acts) AS act
    ON act.handoff_id = breach.handoff_id AND act.policy_id = breach.policy_id AND act.policy_version = breach.policy_version
COMMENT 'One breach in force';
