-- What did people do about each SLA clock? Whoever was given the handoff last owes its answer, and has seen it only once it is acknowledged after that;
-- the newest snooze counts, and the first resolution. Acts are in the order of event time, then event id. Parameters: none.
-- Grain: one clock (policy version × handoff) that anybody acted on.
SELECT
    policy_id, policy_version, handoff_id,
    given_to.1 AS owner_id,
    given_to.2 AS team,
    arrayFilter(a -> (a.1, a.2) > reassigned, acknowledgements)[1] AS acknowledgement,
    if(acknowledgement.3 = '', NULL, acknowledgement.1) AS acknowledged_at,
    acknowledgement.3 AS acknowledged_by,
    snoozed_until,
    if(resolution.2 = '', NULL, resolution.1) AS resolved_at,
    resolution.2 AS resolved_by
FROM
(
    SELECT
        policy_id, policy_version, handoff_id,
        maxIf((at, cause_event_id), fact = 'reassigned') AS reassigned,
        argMaxIf((facts.owner_id, facts.team::String), (at, cause_event_id), fact = 'reassigned') AS given_to,
        arraySort(groupArrayIf((at, cause_event_id, actor), fact = 'acknowledged')) AS acknowledgements,
        argMaxIf(until, (at, cause_event_id), fact = 'snoozed') AS snoozed_until,
        argMinIf((at, actor), (at, cause_event_id), fact = 'resolved') AS resolution
    FROM stored_sla_facts AS facts FINAL
    WHERE fact IN ('acknowledged', 'reassigned', 'snoozed', 'resolved')
    GROUP BY policy_id, policy_version, handoff_id
)
