-- Which touch holds which position of a won opportunity, under each stage-credit policy? Parameters: account_id String, opportunity_id String, lookback_days
-- UInt16, as_of DateTime64(3): what had been received by then. Grain: one (stage_credit, position, candidate, role). Columns: stage_credit; position:
-- first_touch, last_touch, mql, accepted, opportunity or won; candidate_no: the visit that pays, by its number among the position's candidates, as in
-- attribution_explained; touch_no: the touch that is paid, as there, 0 where none is eligible; role: touch, anchor or rescuer; part: of the position.
CREATE OR REPLACE VIEW attribution_positions DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    held.1 AS stage_credit,
    ['first_touch', 'mql', 'accepted', 'opportunity', 'won', 'last_touch'][place + 1] AS position,
    candidate_no,
    held.2 AS touch_no,
    multiIf(place IN (0, 5), 'touch', held.3, 'rescuer', 'anchor') AS role,
    held.4 AS part
FROM
(
    SELECT
        place, candidate_no,
        arrayJoin([
            ('first', touch, false, toFloat64(candidate_no = 1)),
            ('last', touch, false, toFloat64(candidate_no = candidates)),
            ('even', touch, false, 1 / candidates),
            ('productive', touch, false, toFloat64(is_productive)),
            ('rescue', touch, false, if(is_productive, 1 - won_back / 2, 0)),
            ('rescue', rescuer, true, if(is_productive, won_back / 2, 0))]) AS held
    FROM
    (
        SELECT
            place,
            no AS candidate_no,
            candidate.touch AS touch,
            candidate.rescuer AS rescuer,
            rescuer > 0 AS won_back,
            max(no) OVER of_position AS candidates,
            -- The newest candidate that was not thrown back; if there is none, the newest.
            no = if(countIf(NOT candidate.thrown_back) OVER of_position > 0, maxIf(no, NOT candidate.thrown_back) OVER of_position, candidates) AS is_productive
        FROM
        (
            SELECT placed.1 AS place, placed.2 AS candidate, placed.3 AS no
            FROM
            (
                SELECT arrayJoin(arrayZip(places, holders, arrayEnumerateUniq(places))) AS placed
                FROM
                (
                    -- First touch, win and last touch are held as if by a visit of their own.
                    SELECT
                        arrayConcat(
                            arrayFilter(c -> c.stage_no IN (1, 2, 3), candidates),
                            if(n > 0, [(0, 1, false, 0), (4, n, false, 0), (5, n, false, 0)], []))
                            ::Array(Tuple(stage_no UInt8, touch UInt32, thrown_back Bool, rescuer UInt32)) AS holders,
                        holders.stage_no AS places
                    FROM
                    (
                        SELECT candidates, length(eligible) AS n
                        FROM (INCLUDE eligible_touches WITH lookbacks = [{lookback_days:UInt16}], accounts = [{account_id:String}], null_paths = 0, opportunities_only = 0)
                        WHERE opportunity_id = {opportunity_id:String} AND is_won
                    )
                )
            )
        )
        WINDOW of_position AS (PARTITION BY place)
    )
)
WHERE part > 0;
