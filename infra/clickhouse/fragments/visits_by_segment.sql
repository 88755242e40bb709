-- In which segment is the account of each visit? `slice` and `left_slice` are its segment, '' where none was stated.
-- Parameters: as_of DateTime64(3), accounts Array(String) (empty: all), opportunities_only UInt8. Grain: one visit.
SELECT moved.* REPLACE (stated.segment AS slice, stated.segment AS left_slice)
FROM (INCLUDE visit_rows) AS moved
LEFT JOIN (INCLUDE account_segments) AS stated ON stated.account_id = moved.account_id
