-- What does each model give to each eligible touch? `weights` has one entry per eligible touch and a last one for `unattributed`; they sum
-- to 1 but for rounding, which `dealt_credits` settles. Formulas: docs/attribution.md. Policies that give the same come as one entry.
-- Parameters: lookbacks Array(UInt16) days, policies Array(String), models Array(String) (empty: all), as_of DateTime64(3),
-- accounts Array(String) (empty: all), null_paths UInt8, opportunities_only UInt8. Grain: one (opportunity, window); `entries` has one (model, policies, weights) each.
WITH
    -- Half-life of time_decay: 7 days in milliseconds.
    604800000 AS half_life_ms,
    -- Milestone models: shares of first touch, mql, accepted, opportunity, won, last touch, and of the rest.
    (SELECT groupArray((model, (first_touch, mql, accepted, opportunity, won, last_touch, rest))) FROM (SELECT * FROM (INCLUDE milestone_models) ORDER BY version > 0, model)) AS milestone_models,
    anchored AS
    (
        SELECT
            * EXCEPT (eligible_at, candidates),
            length(eligible) AS n,
            range(1, n + 2) AS slots,
            -- Ages from the newest touch: normalising makes it the same as from won_at, and over decades not everything becomes 0.
            arrayMap(at -> exp2(-dateDiff('millisecond', at, eligible_at[-1]) / half_life_ms), eligible_at) AS decay,
            arraySum(decay) AS decay_sum,
            -- The newest touch that is not direct, or the last.
            arrayLastIndex(channel -> channel != 'direct', eligible.channel) AS newest_not_direct,
            newest_not_direct + (newest_not_direct = 0) * n AS not_direct,
            -- Touches channel by channel, to count those of each.
            arraySplit(
                (t, is_first) -> is_first,
                arraySort(arrayZip(eligible.channel, arrayEnumerate(eligible.channel))),
                arrayMap(o -> o = 1, arrayEnumerateUniq(arraySort(eligible.channel)))) AS by_channel,
            arrayMap(
                s -> arrayFilter(c -> c.stage_no = s, candidates),
                [1, 2, 3]) AS found
        FROM (INCLUDE eligible_touches)
    ),
    shared AS
    (
        SELECT
            * EXCEPT (found, by_channel),
            arrayMap(t -> t.2, arraySort(arrayFlatten(arrayMap(g -> arrayMap(t -> (t.2, 1. / (length(by_channel) * length(g))), g), by_channel)))) AS of_channels,
            -- What the candidates of a stage share under each policy: (touch, part) pairs. productive: the newest candidate that was not thrown back;
            -- if there is none, the newest.
            arrayMap(
                policy -> arrayMap(
                    (f, chosen) -> multiIf(
                        empty(f), []::Array(Tuple(touch UInt32, part Float64)),
                        policy = 'first', [(f[1].touch, 1.)],
                        policy = 'last', [(f[-1].touch, 1.)],
                        policy = 'even', arrayMap(c -> (c.touch, 1. / length(f)), f),
                        policy = 'rescue' AND chosen.rescuer > 0, [(chosen.touch, .5), (chosen.rescuer, .5)],
                        [(chosen.touch, 1.)])::Array(Tuple(touch UInt32, part Float64)),
                    found,
                    arrayMap(f -> if(arrayExists(c -> NOT c.thrown_back, f), arrayLast(c -> NOT c.thrown_back, f), f[-1]), found)),
                {policies:Array(String)}) AS by_policy
        FROM anchored
    ),
    -- Policies that share alike are one.
    united AS
    (
        SELECT
            *,
            arrayMap(
                shares -> (arrayFilter((p, s) -> s = shares, {policies:Array(String)}, by_policy), shares)
                    ::Tuple(policies Array(String), shares Array(Array(Tuple(touch UInt32, part Float64)))),
                arrayDistinct(by_policy)) AS alike
        FROM shared
    ),
    -- Who holds which share by position, for each milestone model and distinct policy.
    positioned AS
    (
        SELECT
            *,
            arrayFlatten(arrayMap(
                m -> arrayMap(
                    a -> (
                        m.1, a.policies, m.2.7,
                        arrayFilter(p -> p.2 > 0, arrayConcat(
                            [(toUInt32(1), m.2.1), (toUInt32(n), m.2.5 + m.2.6)],
                            arrayMap(s -> (s.touch, s.part * m.2.2), a.shares[1]),
                            arrayMap(s -> (s.touch, s.part * m.2.3), a.shares[2]),
                            arrayMap(s -> (s.touch, s.part * m.2.4), a.shares[3]))))
                        ::Tuple(model String, policies Array(String), rest Float64, positions Array(Tuple(touch UInt32, share Float64))),
                    alike),
                arrayFilter(m -> empty({models:Array(String)}) OR has({models:Array(String)}, m.1), milestone_models))) AS positions
        FROM united
    ),
    -- Several positions on one touch add up; positions without an eligible touch (0) add up in the last entry.
    held AS
    (
        SELECT
            *,
            arrayMap(
                p -> (
                    p.model, p.policies, p.rest,
                    arraySum(h -> h.share, p.positions),
                    arrayMap(slot -> arraySum(h -> if(h.touch = if(slot > n, 0, slot), h.share, 0.), p.positions), slots))
                    ::Tuple(model String, policies Array(String), rest Float64, total Float64, by_slot Array(Float64)),
                positions) AS holdings
        FROM positioned
    ),
    weighed AS
    (
        SELECT
            *,
            arrayConcat(
                arrayFilter(e -> empty({models:Array(String)}) OR has({models:Array(String)}, e.1), [
                    ('first_touch', {policies:Array(String)}, arrayMap(i -> toFloat64(i = 1), slots)),
                    ('last_touch', {policies:Array(String)}, arrayMap(i -> toFloat64(i = n), slots)),
                    ('last_non_direct', {policies:Array(String)}, arrayMap(i -> toFloat64(i = not_direct), slots)),
                    ('linear', {policies:Array(String)}, arrayMap(i -> if(i <= n, 1. / n, 0.), slots)),
                    ('position_based', {policies:Array(String)}, arrayMap(i -> multiIf(i > n, 0., n <= 2, 1. / n, i IN (1, n), .4, .2 / (n - 2)), slots)),
                    ('j_shaped', {policies:Array(String)}, arrayMap(i -> multiIf(i > n, 0., n = 1, 1., i = 1, if(n = 2, .25, .2), i = n, if(n = 2, .75, .6), .2 / (n - 2)), slots)),
                    ('inverse_j', {policies:Array(String)}, arrayMap(i -> multiIf(i > n, 0., n = 1, 1., i = 1, if(n = 2, .75, .6), i = n, if(n = 2, .25, .2), .2 / (n - 2)), slots)),
                    ('time_decay', {policies:Array(String)}, arrayPushBack(arrayMap(d -> d / decay_sum, decay), 0.)),
                    ('shapley', {policies:Array(String)}, arrayPushBack(of_channels, 0.))]),
                -- The rest is spread over touches that hold no position; without any, the positions take it in proportion, as they take the
                -- share of a milestone that never happened.
                arrayMap(
                    h -> (
                        h.model, h.policies,
                        arrayMap(
                            (held, slot) -> multiIf(
                                -- No position is held at all: the rest is everything there is to give, and without one nobody earns it.
                                h.total = 0, if(h.rest > 0, if(slot <= n, 1. / n, 0.), toFloat64(slot > n)),
                                slot <= n AND held = 0, h.rest / (countEqual(h.by_slot, 0.) - (h.by_slot[-1] = 0)),
                                held / h.total * (1 - if(countEqual(h.by_slot, 0.) > (h.by_slot[-1] = 0), h.rest, 0.))),
                            h.by_slot, slots)),
                    holdings))::Array(Tuple(model String, policies Array(String), weights Array(Float64))) AS entries
        FROM held
    )
SELECT
    account_id, opportunity_id, is_null_path, is_won, won_at, amount, currency, refunds, lookback_days, eligible,
    -- What each touch gets where every channel gets the same.
    of_channels AS channel_parts,
    -- Nobody earns anything by a null path. No eligible touch, or not won yet: one slot that carries everything.
    arrayMap(
        e -> (e.model, e.policies, arrayFilter((w, slot) -> n > 0 OR slot = 1, arrayMap(w -> if(n = 0, 1., w), e.weights), slots))
            ::Tuple(model String, policies Array(String), weights Array(Float64)),
        arrayFilter(e -> NOT is_null_path, entries)) AS entries
FROM weighed
