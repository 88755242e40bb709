-- Which cycles ended in a loop, and what did they cost? A loop ends the cycle before its own.
-- Parameters: as_of DateTime64(3), accounts Array(String) (empty: all), opportunities_only UInt8. Grain: one cycle that ended in a loop.
SELECT
    account_id,
    step.journey_no AS journey_no,
    step.cycle_no AS cycle_no,
    -- A cycle begins with its loop; the first of a journey with the journey's first touch or visit, be it the loop that ends it.
    min(step.at) AS began_at,
    countIf(step.role = 'touch') AS touches,
    anyIf(step.loop, step.role = 'end') AS loop,
    anyIf(step.at, step.role = 'end') AS ended_at,
    anyIf(step.onward, step.role = 'end') AS onward
FROM
(
    SELECT
        account_id,
        arrayJoin(arrayConcat(
            arrayMap(t -> ('touch', t.journey_no, t.cycle_no, t.at, ('', 0, 0, '', ''), [])
                ::Tuple(role String, journey_no UInt32, cycle_no UInt32, at DateTime64(3, 'UTC'),
                        loop Tuple(subject String, held_no UInt8, stage_no UInt8, reason String, channel String), onward Array(Nullable(DateTime64(3, 'UTC')))), touches),
            arrayMap(v -> ('visit', v.journey_no, v.cycle_no, v.at, ('', 0, 0, '', ''), [])
                ::Tuple(role String, journey_no UInt32, cycle_no UInt32, at DateTime64(3, 'UTC'),
                        loop Tuple(subject String, held_no UInt8, stage_no UInt8, reason String, channel String), onward Array(Nullable(DateTime64(3, 'UTC')))), visits),
            arrayMap(v -> ('end', v.journey_no, v.cycle_no - 1, v.at, (v.subject, v.held_no, v.stage_no, v.reason, v.mql_channel), v.onward)
                ::Tuple(role String, journey_no UInt32, cycle_no UInt32, at DateTime64(3, 'UTC'),
                        loop Tuple(subject String, held_no UInt8, stage_no UInt8, reason String, channel String), onward Array(Nullable(DateTime64(3, 'UTC')))),
                arrayFilter(v -> v.direction = 'back', visits)))) AS step
    FROM (INCLUDE account_visits)
)
GROUP BY account_id, journey_no, cycle_no
HAVING countIf(step.role = 'end') > 0
