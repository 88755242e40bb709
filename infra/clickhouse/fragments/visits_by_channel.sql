-- Through which channel did each visit come? `slice` is the channel of its anchor, `left_slice` that of the visit it left; 'unattributed' without a touch.
-- Parameters: as_of DateTime64(3), accounts Array(String) (empty: all), opportunities_only UInt8. Grain: one visit.
SELECT * REPLACE (channel AS slice, left_channel AS left_slice)
FROM (INCLUDE visit_rows)
