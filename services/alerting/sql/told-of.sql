-- What has somebody been told of these handoffs, and what have people done about them? Parameters: handoffs. Grain: one fact, by time.
SELECT
    fact_id, fact, level, policy_id, policy_version, handoff_id, account_id, contact_id, owner_id,
    toUnixTimestamp64Milli(started_at) AS started_at, toUnixTimestamp64Milli(due_at) AS due_at, toUnixTimestamp64Milli(at) AS at,
    toUnixTimestamp64Milli(derived_at) AS derived_at, business_seconds, outcome, reason, cause_event_id, channel, message_id, team, actor, note,
    toUnixTimestamp64Milli(until) AS until
FROM sla_facts
WHERE fact IN ('told', 'acknowledged', 'reassigned', 'snoozed', 'resolved', 'paused', 'resumed') AND handoff_id IN {handoffs:Array(String)}
ORDER BY derived_at, fact_id
