-- Which eligible touch is each milestone's candidate anchored to, and who won the buyer back? Touches are named by their position among
-- the eligible ones; 0 means: no eligible touch. Parameters: lookbacks Array(UInt16) days, as_of DateTime64(3).
-- Grain: one (opportunity, window).
CREATE OR REPLACE VIEW milestone_anchors DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    account_id, opportunity_id, is_won, won_at, amount, currency,
    arrayJoin({lookbacks:Array(UInt16)}) AS lookback_days,
    arrayFilter(t -> is_won AND t.at >= won_at - toIntervalDay(lookback_days) AND t.at <= won_at, touches) AS eligible,
    arrayMap(t -> (t.source, t.event_id), eligible) AS eligible_keys,
    arrayFilter(v -> v.direction = 'back', journey) AS loops,
    arrayMap(
        visit -> (
            visit.stage_no,
            indexOf(eligible_keys, visit.anchor),
            ifNull(visit.thrown_back_at < won_at, false),
            -- The first eligible touch after the newest loop before this visit, up to its entry; an opportunity looks at its own loops only.
            if(arrayExists(l -> l.place < visit.place AND (visit.stage_no < 3 OR l.opportunity_id = opportunity_id), loops),
                arrayFirstIndex(
                    t -> t.at <= visit.place.1
                        AND t.at > arrayLast(l -> l.place < visit.place AND (visit.stage_no < 3 OR l.opportunity_id = opportunity_id), loops).place.1,
                    eligible),
                0))
            ::Tuple(stage_no UInt8, touch UInt64, thrown_back Bool, rescuer UInt64),
        arrayFilter(v -> v.stage_no IN (1, 2) OR (v.stage_no = 3 AND v.opportunity_id = opportunity_id), journey)) AS candidates
FROM opportunity_journeys(as_of = {as_of:DateTime64(3)});
