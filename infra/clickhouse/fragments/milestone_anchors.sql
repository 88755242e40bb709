-- Which eligible touch is each milestone's candidate anchored to, and which won the buyer back? Touches are named by their position among the
-- eligible ones; 0 means: no eligible touch. Parameters: lookbacks Array(UInt16) days, as_of DateTime64(3). Grain: one (opportunity, window).
SELECT
    account_id, opportunity_id, is_won, won_at, amount, currency,
    -- A function, not ARRAY JOIN: 26.7 confuses the columns of two ARRAY JOINs in a row when a filter is pushed through them.
    arrayJoin({lookbacks:Array(UInt16)}) AS lookback_days,
    arrayFilter(t -> t.at >= won_at - toIntervalDay(lookback_days), touches) AS eligible,
    arrayMap(t -> (t.source, t.event_id), eligible) AS eligible_keys,
    arrayMap(
        c -> (
            c.stage_no,
            indexOf(eligible_keys, c.anchor),
            c.thrown_back,
            -- The first eligible touch after the newest loop before this visit, up to its entry.
            if(c.looped, arrayFirstIndex(t -> t.at > c.loop_at AND t.at <= c.entered_at, eligible), 0))
        ::Tuple(stage_no UInt8, touch UInt64, thrown_back Bool, rescuer UInt64),
        opportunities.candidates) AS candidates
FROM (INCLUDE opportunity_journeys) AS opportunities
