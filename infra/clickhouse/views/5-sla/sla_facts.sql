-- What is known about every SLA clock? Parameters: none. Grain: one fact.
CREATE OR REPLACE VIEW sla_facts
(
    fact_id          String COMMENT 'Deterministic id: policy, version, handoff, level and fact',
    fact             String COMMENT 'started, warned, breached, met, ended, withdrawn; told or undeliverable; acknowledged, commented, reassigned, snoozed, resolved, paused or resumed',
    level            String COMMENT 'Due time the fact is about: warning, breach, escalation or a later step of it: escalation_2 … escalation_5',
    policy_id        String COMMENT 'Policy of the clock',
    policy_version   UInt32 COMMENT 'Version of the policy that judges this clock',
    handoff_id       String COMMENT 'The handoff',
    account_id       String COMMENT 'Account; empty where not known when the fact was derived',
    contact_id       String COMMENT 'Contact that was handed over',
    owner_id         String COMMENT 'Who owes the answer, or gave it; empty where not known',
    started_at       DateTime64(3, 'UTC') COMMENT 'When the clock started, event time',
    due_at           DateTime64(3, 'UTC') COMMENT 'Due time of the level: the start and its target of business or wall time',
    at               DateTime64(3, 'UTC') COMMENT 'When the fact became true, event time',
    derived_at       DateTime64(3, 'UTC') COMMENT 'When Revloop derived it',
    business_seconds Nullable(Int64) COMMENT 'Business time from start to answer, seconds; null while unanswered',
    outcome          String COMMENT 'How the clock ended: type of the answering event, or expired; empty while it runs',
    reason           String COMMENT 'Reason on the answering event; of what is undeliverable, why',
    cause_event_id   String COMMENT 'Event that made the fact true; empty where time did',
    channel          String COMMENT 'Channel on which it was told, or could not be; empty on other facts',
    message_id       String COMMENT 'Message in which it was told, or could not be; a digest covers many facts',
    team              String COMMENT 'Team of the owner when the fact was derived; empty where not known',
    actor             String COMMENT 'Who acted; empty on facts that nobody made by acting',
    note              String COMMENT 'What the actor said',
    until             Nullable(DateTime64(3, 'UTC')) COMMENT 'How long it is snoozed; null on other facts',
    expected_value    Nullable(Decimal(38, 4)) COMMENT 'What the policy takes the handoff to be worth where the account has no open opportunity; null where it says nothing',
    expected_currency String COMMENT 'Currency of the expected value'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    fact_id, fact, level, policy_id, policy_version, handoff_id, account_id, contact_id, owner_id, started_at, due_at, at, derived_at,
    business_seconds, outcome, reason, cause_event_id,
    -- Before there were several channels, the one there was had no name.
    if(stored_sla_facts.fact = 'told' AND stored_sla_facts.channel = '', 'webhook', stored_sla_facts.channel) AS channel,
    message_id, team, actor, note, until, expected_value, expected_currency
FROM stored_sla_facts FINAL
COMMENT 'One fact about an SLA clock';
