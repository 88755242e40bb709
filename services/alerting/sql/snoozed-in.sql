-- What is stored of the handoffs of one partition of funnel.sla that are snoozed until later? Parameters: partition, now (UTC milliseconds).
-- Grain: one fact, by time.
SELECT
    fact_id, fact, level, policy_id, policy_version, handoff_id, account_id, contact_id, owner_id,
    toUnixTimestamp64Milli(started_at) AS started_at, toUnixTimestamp64Milli(due_at) AS due_at, toUnixTimestamp64Milli(at) AS at,
    toUnixTimestamp64Milli(derived_at) AS derived_at, business_seconds, outcome, reason, cause_event_id, channel, message_id, team, actor, note,
    toUnixTimestamp64Milli(until) AS until
FROM sla_facts
WHERE handoff_id IN
(
    SELECT handoff_id FROM stored_sla_facts
    WHERE fact = 'snoozed' AND until > fromUnixTimestamp64Milli({now:Int64}) AND _partition = {partition:UInt32}
)
ORDER BY derived_at, fact_id
