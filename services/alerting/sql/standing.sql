-- Which warnings and breaches are in force and unanswered, whom was each told of on which channels, or given up, and what have people done about it?
-- Parameters: from_ms (those derived since), rows_max. Grain: one level of a clock, the newest first.
-- `owner_id`: who owed the answer when it became true; `given_to`: to whom it was reassigned last since then, '' where to nobody, known at `given_at`; `acted_at`:
-- when it was first known that anybody had acted, after the level was said, 0: nobody. `told`: channel and owner. `first_lag_ms`: how long it had been
-- true when it was first said. `held_until`: UTC milliseconds, 0 where no act holds it back, far away while it is paused.
WITH
    recent AS
    (
        SELECT handoff_id FROM stored_sla_facts
        WHERE fact IN ('warned', 'breached') AND derived_at >= fromUnixTimestamp64Milli({from_ms:Int64})
    ),
    said AS
    (
        SELECT facts.*, fact IN ('met', 'ended') AS is_end, fact = 'withdrawn' AND level = 'unknown' AS is_void
        FROM sla_facts AS facts
        WHERE handoff_id IN recent
    ),
    running AS
    (
        SELECT
            policy_id, policy_version, handoff_id,
            maxIf((toUnixTimestamp64Milli(at), cause_event_id), fact = 'reassigned') AS reassigned,
            argMaxIf((owner_id, toUnixTimestamp64Milli(derived_at)), (at, cause_event_id), fact = 'reassigned') AS given,
            maxIf((toUnixTimestamp64Milli(at), cause_event_id), fact = 'acknowledged') AS acknowledged,
            maxIf((toUnixTimestamp64Milli(at), cause_event_id), fact = 'snoozed') AS snoozed,
            argMaxIf(toUnixTimestamp64Milli(assumeNotNull(until)), (at, cause_event_id), fact = 'snoozed') AS snoozed_until,
            maxIf((toUnixTimestamp64Milli(at), cause_event_id), fact = 'paused') AS paused,
            maxIf((toUnixTimestamp64Milli(at), cause_event_id), fact = 'resumed') AS resumed,
            arraySort(groupArrayIf(toUnixTimestamp64Milli(derived_at), fact IN ('reassigned', 'acknowledged', 'snoozed', 'paused'))) AS acted
        FROM said
        GROUP BY policy_id, policy_version, handoff_id
        -- A clock that was withdrawn whole, and started again, has not ended.
        HAVING maxIf(toUnixTimestamp64Milli(derived_at), is_end) <= maxIf(toUnixTimestamp64Milli(derived_at), is_void)
            AND countIf(fact = 'resolved') = 0
    ),
    levels AS
    (
        SELECT
            policy_id, policy_version, handoff_id, level,
            argMaxIf(
                (fact_id, fact, account_id, contact_id, owner_id, started_at, due_at, at, derived_at),
                said.derived_at, said.fact IN ('warned', 'breached', 'withdrawn')) AS last,
            minIf(dateDiff('millisecond', at, derived_at), said.fact IN ('warned', 'breached')) AS first_lag_ms,
            -- That it was taken back was told as well.
            groupUniqArrayIf((channel, owner_id, due_at), said.fact IN ('told', 'undeliverable')
                AND startsWith(fact_id, concat(policy_id, '/', toString(policy_version), '/', handoff_id, '/', level, if(level = 'warning', '/warned', '/breached')))) AS all_told
        FROM said
        WHERE level IN ('warning', 'breach') OR startsWith(level, 'escalation')
        GROUP BY policy_id, policy_version, handoff_id, level
    )
SELECT
    last.1 AS fact_id, last.2 AS fact, level, policy_id, policy_version, handoff_id, last.3 AS account_id, last.4 AS contact_id,
    last.5 AS owner_id, toUnixTimestamp64Milli(last.6) AS started_at, toUnixTimestamp64Milli(last.7) AS due_at,
    toUnixTimestamp64Milli(last.8) AS at, toUnixTimestamp64Milli(last.9) AS derived_at, NULL AS business_seconds, '' AS outcome, '' AS reason,
    '' AS cause_event_id,
    arrayMap(told -> (told.1, told.2), arrayFilter(told -> told.3 = last.7, all_told)) AS told,
    first_lag_ms,
    -- What was true when it was reassigned, or later, names the new owner itself.
    if(reassigned.1 > at, given.1, '') AS given_to,
    if(given_to = '', 0, given.2) AS given_at,
    arrayFirst(known_at -> known_at >= derived_at, acted) AS acted_at,
    acknowledged > reassigned AS is_acknowledged,
    multiIf(paused > resumed, 9999999999999, snoozed > reassigned AND snoozed > acknowledged, snoozed_until, 0) AS held_until
FROM levels
INNER JOIN running USING (policy_id, policy_version, handoff_id)
WHERE last.2 IN ('warned', 'breached')
ORDER BY derived_at DESC
LIMIT {rows_max:UInt32}
