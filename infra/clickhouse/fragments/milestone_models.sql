-- Which part of the credit does each milestone model give to each position, and to the touches that hold none? Custom models in their newest version
-- defined by `as_of`; version 0: it ships. Parameters: as_of DateTime64(3). Grain: one model.
SELECT
    shipped.1 AS model, 0::UInt32 AS version,
    shipped.2 AS first_touch, shipped.3 AS mql, 0. AS accepted, shipped.4 AS opportunity, shipped.5 AS won, 0. AS last_touch, shipped.6 AS rest
FROM (SELECT arrayJoin([('u_milestone', .4, .4, 0., 0., .2), ('w_milestone', .3, .3, .3, 0., .1), ('full_path', .225, .225, .225, .225, .1)]) AS shipped)
UNION ALL
SELECT model, newest.1, newest.2, newest.3, newest.4, newest.5, newest.6, newest.7, newest.8
FROM
(
    SELECT model, argMax((version, first_touch, mql, accepted, opportunity, won, last_touch, rest), version) AS newest
    FROM attribution_models
    WHERE defined_at <= {as_of:DateTime64(3)}
    GROUP BY model
)
