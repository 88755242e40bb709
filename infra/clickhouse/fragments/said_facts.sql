-- What has been said of each clock, as alerting takes facts in? Times in UTC milliseconds. Parameters: none. Grain: one fact.
SELECT
    fact_id, fact, level, policy_id, policy_version, handoff_id, account_id, contact_id, owner_id,
    toUnixTimestamp64Milli(started_at) AS started_at, toUnixTimestamp64Milli(due_at) AS due_at, toUnixTimestamp64Milli(at) AS at,
    toUnixTimestamp64Milli(derived_at) AS derived_at, business_seconds, outcome, reason, cause_event_id, channel, message_id, team, actor, note,
    toUnixTimestamp64Milli(until) AS until
FROM sla_facts
