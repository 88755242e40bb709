-- What does each model give to each eligible touch? `weights` has one entry per eligible touch and a last one for `unattributed`; they sum
-- to 1 but for rounding, which `credit_rows` settles. Formulas: docs/semantics.md "Attribution".
-- Parameters: lookbacks Array(UInt16) days, policies Array(String), as_of DateTime64(3). Grain: one (opportunity, window, policy, model).
WITH
    -- Half-life of time_decay: 7 days in milliseconds.
    604800000 AS half_life_ms,
    anchored AS
    (
        SELECT
            *,
            length(eligible) AS n,
            arrayFilter(c -> c.stage_no = 1, candidates) AS mql_found,
            arrayFilter(c -> c.stage_no = 3, candidates) AS opportunity_found,
            -- productive: the newest candidate that was not thrown back; if there is none, the newest.
            arrayMap(
                found -> if(arrayExists(c -> NOT c.thrown_back, found), arrayLast(c -> NOT c.thrown_back, found), found[-1]),
                [mql_found, opportunity_found]) AS productive
        FROM (INCLUDE milestone_anchors)
    ),
    -- What a stage's candidates share under the policy: (touch, part) pairs.
    shared AS
    (
        SELECT
            account_id, opportunity_id, is_won, won_at, amount, currency, lookback_days, eligible, n,
            arrayJoin({policies:Array(String)}) AS stage_credit,
            arrayMap(
                (found, chosen) -> multiIf(
                    empty(found), []::Array(Tuple(touch UInt64, part Float64)),
                    stage_credit = 'first', [(found[1].touch, 1.)],
                    stage_credit = 'last', [(found[-1].touch, 1.)],
                    stage_credit = 'even', arrayMap(c -> (c.touch, 1. / length(found)), found),
                    stage_credit = 'rescue' AND chosen.rescuer > 0, [(chosen.touch, .5), (chosen.rescuer, .5)],
                    [(chosen.touch, 1.)])::Array(Tuple(touch UInt64, part Float64)),
                [mql_found, opportunity_found], productive) AS milestones
        FROM anchored
    ),
    -- Milestone models: (name, first touch, mql, opportunity, won, rest).
    [('u_milestone', .4, .4, 0., 0., .2), ('w_milestone', .3, .3, .3, 0., .1), ('full_path', .225, .225, .225, .225, .1)] AS milestone_models,
    positioned AS
    (
        SELECT
            *,
            -- Ages from the newest touch: normalising makes it the same as from won_at, and over decades not everything becomes 0.
            arrayMap(t -> exp2(-dateDiff('millisecond', t.at, eligible[-1].at) / half_life_ms), eligible) AS decay,
            arrayMap(
                m -> (
                    m.1,
                    m.6,
                    arrayFilter(p -> p.2 > 0, arrayConcat(
                        [(toUInt64(1), m.2)],
                        arrayMap(s -> (s.touch, s.part * m.3), milestones[1]),
                        arrayMap(s -> (s.touch, s.part * m.4), milestones[2]),
                        [(n, m.5)])))
                    ::Tuple(model String, rest Float64, positions Array(Tuple(touch UInt64, share Float64))),
                milestone_models) AS by_milestone
        FROM shared
    )
SELECT
    account_id, opportunity_id, is_won, won_at, amount, currency, lookback_days, stage_credit, eligible,
    entry.1 AS model,
    entry.2 AS weights
FROM
(
    SELECT
        * EXCEPT (by_milestone),
        -- Several positions on one touch add up; positions without an eligible touch (0) add up in the last entry.
        arrayMap(
            m -> (m.model, m.rest, arraySum(p -> p.share, m.positions),
                arrayMap(i -> arraySum(p -> if(p.touch = i OR (p.touch = 0 AND i = n + 1), p.share, 0.), m.positions), range(1, n + 2)))
                ::Tuple(model String, rest Float64, total Float64, held Array(Float64)),
            by_milestone) AS held_by_model,
        arrayConcat(
            [
                ('first_touch', arrayMap(i -> toFloat64(i = 1), range(1, n + 2))),
                ('last_touch', arrayMap(i -> toFloat64(i = n), range(1, n + 2))),
                ('linear', arrayMap(i -> if(i <= n, 1. / n, 0.), range(1, n + 2))),
                ('position_based', arrayMap(i -> multiIf(i > n, 0., n <= 2, 1. / n, i IN (1, n), .4, .2 / (n - 2)), range(1, n + 2))),
                ('time_decay', arrayPushBack(arrayMap(d -> d / arraySum(decay), decay), 0.))
            ],
            -- The rest is spread over touches that hold no position; without any, the positions take it in proportion, as they take the
            -- share of a milestone that never happened.
            arrayMap(
                m -> (m.model, arrayMap(
                    (held, i) -> if(i <= n AND held = 0,
                        m.rest / countEqual(arraySlice(m.held, 1, n), 0.),
                        held / m.total * (1 - if(has(arraySlice(m.held, 1, n), 0.), m.rest, 0.))),
                    m.held, range(1, n + 2))),
                held_by_model))::Array(Tuple(String, Array(Float64))) AS models
    FROM positioned
)
-- No eligible touch, or not won yet: one row that carries everything.
ARRAY JOIN arrayMap(e -> (e.1, if(n = 0, [1.], e.2)), models) AS entry
