-- When did each SLA clock stand still? From a pause until it is resumed or ended, whichever comes first. What is paused already is not paused again.
-- Parameters: none. Grain: one clock, with all columns of sla_clocks; `pauses` in order, `resumed_at` null while the last one lasts; `paused_seconds`: all
-- of them, wall time, up to now.
SELECT
    clock.*,
    -- Pauses and resumptions in turn, the first a pause.
    arrayFilter((p, former) -> p.is_pause != former, pausings, arrayPopBack(arrayPushFront(pausings.is_pause, false))) AS turns,
    arrayMap(
        (turn, later, is_last) -> (turn.at, turn.reason, turn.actor,
            if(is_last OR ifNull(later.at > ended_at, false), ended_at, later.at), if(is_last OR ifNull(later.at > ended_at, false), '', later.actor))
        ::Tuple(paused_at DateTime64(3, 'UTC'), reason String, actor String, resumed_at Nullable(DateTime64(3, 'UTC')), resumed_by String),
        turns, arrayPopFront(arrayPushBack(turns, turns[1])), arrayPopFront(arrayPushBack(arrayMap(turn -> false, turns), true))) AS stretches,
    arrayFilter((stretch, turn) -> turn.is_pause AND NOT ifNull(stretch.paused_at >= ended_at, false), stretches, turns) AS pauses,
    arraySum(pause -> dateDiff('millisecond', pause.paused_at, ifNull(pause.resumed_at, greatest(now64(3, 'UTC'), pause.paused_at))) / 1000, pauses) AS paused_seconds
FROM (INCLUDE sla_clocks) AS clock
