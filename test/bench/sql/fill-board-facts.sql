-- What was said of those handoffs? Every clock started; every fourth was breached at four hours and told on one channel, every eighth acknowledged; the first
-- `decided` were answered. Parameters: from, handoffs (which, numbered), decided, total UInt64; now_ms Int64. Grain: one fact.
INSERT INTO stored_sla_facts
    (fact_id, fact, level, policy_id, policy_version, handoff_id, account_id, contact_id, owner_id, started_at, due_at, at, derived_at, business_seconds,
     outcome, cause_event_id, channel, team, actor, _topic, _partition, _offset)
SELECT
    concat('mql_decision.1.', handoff_id, '.', said.2, '.', said.1),
    said.1,
    said.2,
    'mql_decision',
    1,
    concat('bench/m', toString(number)) AS handoff_id,
    concat('account-', toString(number)),
    concat('contact-', toString(number)),
    concat('owner-', toString(number % 50)),
    fromUnixTimestamp64Milli({now_ms:Int64} - toInt64({total:UInt64} - number) * 600000) AS started_at,
    addSeconds(started_at, 14400),
    addSeconds(started_at, said.3) AS at,
    at,
    if(said.1 = 'met', 18000, NULL),
    if(said.1 = 'met', 'mql_accepted', ''),
    multiIf(said.1 = 'met', concat('a', toString(number)), said.1 = 'started', concat('m', toString(number)), said.1 = 'acknowledged', concat('u', toString(number)), ''),
    if(said.1 = 'told', 'slack', ''),
    concat('team-', toString(number % 5)),
    if(said.1 = 'acknowledged', 'kim', ''),
    'bench',
    0,
    number * 5 + indexOf(facts, said) - 1
FROM
(
    SELECT
        number,
        arrayFilter(fact -> fact.4, [
            ('started', 'breach', 0, true),
            ('breached', 'breach', 14400, number % 4 = 0),
            ('told', 'breach', 14401, number % 4 = 0),
            ('acknowledged', 'breach', 15000, number % 8 = 0),
            ('met', 'breach', 18000, number < {decided:UInt64})]) AS facts
    FROM numbers({from:UInt64}, {handoffs:UInt64})
)
ARRAY JOIN facts AS said
