-- Which rate turns each currency into the reporting currency, from which day on? The pair as it is given; before its first day the inverse pair; before
-- both, two pairs that meet in one currency: the one whose older rate is the newest, at a tie the first by name. Exact to 10^-18, half away from zero.
-- In arrays, one element for each day on which something changes: decades of daily rates between thirty currencies are some hundred thousand of them.
-- Parameters: reporting_currency String, as_of DateTime64(3): what was known by then. Grain: one (currency, since), with what is newest beside it;
-- `rate` 0 and a far past `since` stand for the time before the first rate.
WITH
    -- Rates are given in 10^-12 and reckoned in 10^-18; 10^30 divided by a given one is its inverse.
    toInt128('1000000000000000000') AS one,
    toInt128('1000000000000000000000000000000') AS dividend,
    toDate('1970-01-01') AS never,
    given AS
    (
        SELECT
            toString(from_currency) AS base,
            toString(to_currency) AS quote,
            arraySort(groupArray((date, known_at, reinterpret(rate, 'Int128')))) AS stated,
            -- Of each day the newest.
            arrayFilter((s, next_day) -> s.1 != next_day, stated, arrayPushBack(arrayPopFront(stated.1), never)) AS standing
        FROM stored_currency_rates
        WHERE known_at <= {as_of:DateTime64(3)} AND date <= toDate(least({as_of:DateTime64(3)}, now64(3)), 'UTC')
        GROUP BY from_currency, to_currency
    ),
    both_ways AS
    (
        SELECT base AS source, quote AS target, arrayMap(s -> (s.1, s.3 * 1000000, 'direct'), standing) AS direct, arraySlice(direct, 1, 0) AS inverse
        FROM given
        UNION ALL
        SELECT
            quote AS source, base AS target,
            arraySlice(inverse, 1, 0) AS direct,
            arrayMap(s -> (s.1, intDiv(2 * dividend + s.3, 2 * s.3), 'inverse'), standing) AS inverse
        FROM given
    ),
    -- steps: (date, rate, by what), in order.
    legs AS
    (
        SELECT
            source, target,
            groupArrayArray(direct) AS all_direct,
            arrayConcat(arrayFilter(s -> empty(all_direct) OR s.1 < all_direct[1].1, groupArrayArray(inverse)), all_direct) AS steps
        FROM both_ways
        GROUP BY source, target
    ),
    -- Over one other currency, its steps: (since, date of the older rate, rate, by what).
    ways AS
    (
        SELECT
            firsts.source AS currency,
            firsts.target AS through,
            -- (date, whether of the first leg, rate), and at each place the newest of either leg.
            arraySort(m -> m.1, arrayConcat(arrayMap(s -> (s.1, true, s.2), firsts.steps), arrayMap(s -> (s.1, false, s.2), seconds.steps))) AS merged,
            arrayMap((m, first, second) ->
                    (m.1, if(first.2 AND NOT second.2, least(first.1, second.1), never),
                        toInt128(intDiv(toInt256(first.3) * second.3 + intDiv(one, 2), one)), concat('through ', through)),
                merged, arrayFill(m -> m.2, merged), arrayFill(m -> NOT m.2, merged)) AS met,
            arrayFilter((m, next_day) -> m.2 != never AND m.1 != next_day, met, arrayPushBack(arrayPopFront(met.1), never)) AS steps
        FROM legs AS firsts
        INNER JOIN legs AS seconds ON seconds.source = firsts.target
        WHERE firsts.source != {reporting_currency:String} AND firsts.target != {reporting_currency:String} AND seconds.target = {reporting_currency:String}
    ),
    crossed AS
    (
        SELECT
            currency,
            arraySort(m -> m.1, groupArrayArray(ways.steps)) AS met,
            -- Of one way a later step never has an older date: the newest step of each is compared, in the order of their names.
            arrayFold(
                (best, way) -> arrayMap((b, m) -> if(m.4 = way AND m.2 > b.2, m, b), best, arrayFill(m -> m.4 = way, met)),
                arraySort(groupArray(concat('through ', through))),
                arrayMap(m -> (m.1, never, toInt128(0), ''), met)) AS best,
            arrayMap((m, b) -> (m.1, b.2, b.3, b.4), met, best) AS found,
            arrayFilter((f, next_day) -> f.1 != next_day, found, arrayPushBack(arrayPopFront(found.1), never)) AS steps
        FROM ways
        GROUP BY currency
    ),
    known AS
    (
        SELECT source AS currency, arrayMap(s -> (s.1, s.1, s.2, s.3), steps) AS own, arraySlice(own, 1, 0) AS over_others FROM legs WHERE target = {reporting_currency:String}
        UNION ALL
        SELECT currency, arraySlice(steps, 1, 0) AS own, steps AS over_others FROM crossed
        UNION ALL
        SELECT {reporting_currency:String} AS currency, [(never, never, one, 'same')] AS own, arraySlice(own, 1, 0) AS over_others
    ),
    whole AS
    (
        SELECT
            currency,
            groupArrayArray(own) AS all_own,
            arrayConcat(arrayFilter(s -> empty(all_own) OR s.1 < all_own[1].1, groupArrayArray(over_others)), all_own) AS steps
        FROM known
        GROUP BY currency
    )
SELECT
    currency, first_since, newest_rate, newest_rate_date,
    step.1 AS since, step.2 AS rate_date, step.3 AS rate, step.4 AS rate_by
FROM
(
    SELECT
        currency,
        steps[1].1 AS first_since, steps[-1].2 AS newest_rate_date, steps[-1].3 AS newest_rate,
        arrayJoin(if(first_since = never, steps, arrayPushFront(steps, (never, never, toInt128(0), '')))) AS step
    FROM whole
)
