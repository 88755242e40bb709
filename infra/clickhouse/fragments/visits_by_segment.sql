-- In which segment is the account of each visit? `slice` and `left_slice` are its segment, '' where none was stated.
-- Parameters: as_of DateTime64(3), accounts Array(String) (empty: all), opportunities_only UInt8. Grain: one visit.
SELECT moved.*, stated.segment AS slice, slice AS left_slice
FROM
(
    SELECT
        account_id, visit.n AS n, visit.sub_no AS sub_no, visit.stage_no AS stage_no, visit.held_no AS held_no, visit.direction AS direction,
        visit.reason AS reason, visit.at AS occurred_at, visit.ended_by AS ended_by, visit.onward AS onward
    FROM (INCLUDE account_visits)
    ARRAY JOIN visits AS visit
) AS moved
LEFT JOIN (INCLUDE account_segments) AS stated ON stated.account_id = moved.account_id
