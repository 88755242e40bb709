-- What has somebody been told of these handoffs? Parameters: handoffs. Grain: one told fact, by time.
SELECT
    fact_id, fact, level, policy_id, policy_version, handoff_id, account_id, contact_id, owner_id,
    toUnixTimestamp64Milli(started_at) AS started_at, toUnixTimestamp64Milli(due_at) AS due_at, toUnixTimestamp64Milli(at) AS at,
    toUnixTimestamp64Milli(derived_at) AS derived_at, business_seconds, outcome, reason, cause_event_id, channel, message_id
FROM sla_facts
WHERE fact = 'told' AND handoff_id IN {handoffs:Array(String)}
ORDER BY derived_at, fact_id
