-- Through which channel did each visit come? `slice` is the channel of its anchor, `left_slice` that of the visit it left; 'unattributed' without a touch.
-- Parameters: as_of DateTime64(3), accounts Array(String) (empty: all), opportunities_only UInt8. Grain: one visit.
SELECT
    account_id, visit.n AS n, visit.sub_no AS sub_no, visit.stage_no AS stage_no, visit.held_no AS held_no, visit.direction AS direction,
    visit.reason AS reason, visit.at AS occurred_at, visit.ended_by AS ended_by, visit.onward AS onward, visit.channel AS slice, left_slice
FROM (INCLUDE account_visits)
ARRAY JOIN visits AS visit, left_channels AS left_slice
