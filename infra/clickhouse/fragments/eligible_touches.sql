-- Which touches are eligible for each opportunity's credit, and which of them is each milestone's candidate anchored to, which won the buyer back?
-- Touches are named by their position among the eligible ones; 0 means: no eligible touch. (Eligible touches are the newest before the conversion: an
-- anchor is the newest of them at or before an entry, and where there is none, the true anchor is not eligible.)
-- Parameters: lookbacks Array(UInt16) days, as_of DateTime64(3), accounts Array(String) (empty: all), null_paths UInt8, opportunities_only UInt8. Grain: one (opportunity, window).
SELECT
    account_id, opportunity_id, is_null_path, is_won, won_at, amount, currency, refunds,
    -- A function, not ARRAY JOIN: 26.7 confuses the columns of two ARRAY JOINs in a row when a filter is pushed through them.
    arrayJoin({lookbacks:Array(UInt16)}) AS lookback_days,
    arrayFilter(t -> t.at >= won_at - toIntervalDay(lookback_days), touches) AS eligible,
    eligible.at AS eligible_at,
    arrayMap(
        c -> (
            c.stage_no,
            arrayLastIndex(at -> at <= c.entered_at, eligible_at),
            c.thrown_back,
            -- The first eligible touch after the newest loop before this visit, up to its entry.
            if(c.looped, arrayFirstIndex(at -> at > c.loop_at AND at <= c.entered_at, eligible_at), 0))
        ::Tuple(stage_no UInt8, touch UInt32, thrown_back Bool, rescuer UInt32),
        opportunities.candidates) AS candidates
FROM (INCLUDE opportunity_journeys) AS opportunities
