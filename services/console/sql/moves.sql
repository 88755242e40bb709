-- Question: which way did buyers go, visit by visit, unrolled so that a loop leads on to the next cycle instead of into a circle?
-- Parameters: from, to: first days of the first and last month in which the visit was entered (UTC); rows_max.
-- Grain: move between two visits, each by stage, number and cycle. Where a journey starts, from_stage is ''.
-- A visit comes from: its subject's former visit (thrown back, or again); else the account's newest visit to the stage it rose
-- from; else the account's newest visit to any lower stage. Cycles and visits beyond 9 are counted as 9.
WITH
    journeys AS (
        SELECT
            arraySort(
                v -> (v.1, v.2, v.5),
                groupArray((
                    entered_at,
                    event_id,
                    stage,
                    indexOf(['engaged', 'mql', 'accepted', 'opportunity', 'won'], stage),
                    visit_no,
                    least(cycle_no, 9),
                    direction,
                    from_stage,
                    if(opportunity_id != '', concat('o:', opportunity_id), concat('c:', contact_id))
                ))
            ) AS visits
        FROM stage_visits
        GROUP BY account_id, journey_no
    ),
    moved AS (
        SELECT
            visits[position] AS visit,
            arraySlice(visits, 1, position - 1) AS before,
            arrayLastIndex(b -> b.9 = visit.9, before) AS same_subject,
            arrayLastIndex(b -> b.3 = visit.8, before) AS risen_from,
            arrayLastIndex(b -> b.4 < visit.4, before) AS any_lower,
            multiIf(
                visit.7 != 'forward', same_subject,
                risen_from > 0, risen_from,
                any_lower
            ) AS came_from,
            before[came_from] AS former
        FROM journeys
        ARRAY JOIN arrayEnumerate(visits) AS position
        WHERE visit.1 >= {from:Date} AND visit.1 < {to:Date} + INTERVAL 1 MONTH
    )
SELECT
    former.3 AS from_stage,
    toUInt8(least(former.5, 9)) AS from_visit,
    toUInt8(former.6) AS from_cycle,
    visit.3 AS stage,
    toUInt8(least(visit.5, 9)) AS visit_no,
    toUInt8(visit.6) AS cycle_no,
    visit.7 AS direction,
    toUInt32(count()) AS moves
FROM moved
GROUP BY ALL
ORDER BY cycle_no, moves DESC, stage, visit_no, from_cycle, from_stage, from_visit, direction
LIMIT {rows_max:UInt32}
