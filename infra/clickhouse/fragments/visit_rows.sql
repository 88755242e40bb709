-- What became of each visit, and through which channel did it come? The visits of `account_visits`, one by one; `left_channel` is the channel of the visit
-- the subject left for this one. `slice` and `left_slice` are the same for all: figures over them are those of everybody.
-- Parameters: as_of DateTime64(3), accounts Array(String) (empty: all), opportunities_only UInt8. Grain: one visit.
SELECT
    account_id, visit.n AS n, visit.sub_no AS sub_no, visit.stage_no AS stage_no, visit.held_no AS held_no, visit.direction AS direction,
    visit.reason AS reason, visit.at AS occurred_at, visit.ended_by AS ended_by, visit.onward AS onward, visit.channel AS channel, left_channel,
    '' AS slice, '' AS left_slice
FROM (INCLUDE account_visits)
ARRAY JOIN visits AS visit, left_channels AS left_channel
