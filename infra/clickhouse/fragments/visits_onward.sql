-- When did the account next enter each later stage after a visit, in the same journey? Looking from the journey's end backwards, the last entry
-- met is the nearest later one. Parameters: as_of DateTime64(3), accounts Array(String) (empty: all), opportunities_only UInt8. Grain: one visit; `onward` has one time per
-- stage from mql to won, null where never.
SELECT
    *,
    [
        anyLast(if(stage_no = 1, occurred_at, NULL)) OVER later,
        anyLast(if(stage_no = 2, occurred_at, NULL)) OVER later,
        anyLast(if(stage_no = 3, occurred_at, NULL)) OVER later,
        anyLast(if(stage_no = 4, occurred_at, NULL)) OVER later
    ] AS onward
FROM (INCLUDE ledger)
WINDOW later AS (PARTITION BY account_id, journey_no ORDER BY n DESC, sub_no DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
