-- Question: which policy versions judge, since when and how much, and how well are they kept?
-- Parameters: rows_max.
-- Grain: policy version that has started a clock, the newest version of each first.
WITH
    kept AS (
        SELECT policy_id, policy_version, sum(sla_compliance.clocks) AS clocks, sum(sla_compliance.open) AS open, sum(sla_compliance.met) AS met, sum(sla_compliance.breached) AS breached, sum(sla_compliance.escalated) AS escalated
        FROM sla_compliance
        GROUP BY policy_id, policy_version
    ),
    starts AS (
        SELECT policy_id, policy_version, min(started_at) AS first_started_at, max(started_at) AS last_started_at
        FROM sla_facts
        WHERE fact = 'started'
        GROUP BY policy_id, policy_version
    )
SELECT
    policy_id,
    toString(starts.policy_version) AS policy_version,
    first_started_at,
    last_started_at,
    toUInt32(kept.clocks) AS clocks,
    toUInt32(kept.open) AS open,
    toUInt32(kept.met) AS met,
    toUInt32(kept.breached) AS breached,
    toUInt32(kept.escalated) AS escalated,
    CAST(starts.policy_version = max(starts.policy_version) OVER (PARTITION BY policy_id) AS Bool) AS newest
FROM starts
LEFT JOIN kept USING (policy_id, policy_version)
ORDER BY policy_id, starts.policy_version DESC
LIMIT {rows_max:UInt32}
