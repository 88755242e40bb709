-- Which rate turns each currency into the reporting currency, from which day on? The pair as it is given; before its first day the inverse pair; before
-- both, two pairs that meet in one currency: the one whose older rate is the newest, at a tie the first by name. Exact to 10^-18, half away from zero.
-- Parameters: reporting_currency String, as_of DateTime64(3): what was known by then. Grain: one (currency, since), with what is newest beside it;
-- `rate` 0 and a far past `since` stand for the time before the first rate.
WITH
    -- Rates are given in 10^-12 and reckoned in 10^-18; 10^30 divided by a given one is its inverse.
    toInt128('1000000000000000000') AS one,
    toInt128('1000000000000000000000000000000') AS dividend,
    standing AS
    (
        SELECT from_currency, to_currency, date, reinterpret(argMax(rate, known_at), 'Int128') AS units
        FROM stored_currency_rates
        WHERE known_at <= {as_of:DateTime64(3)} AND date <= toDate(least({as_of:DateTime64(3)}, now64(3)), 'UTC')
        GROUP BY from_currency, to_currency, date
    ),
    both_ways AS
    (
        SELECT date, leg.1 AS source, leg.2 AS target, leg.3 AS rate, leg.4 AS rate_by
        FROM standing
        ARRAY JOIN
            [(toString(from_currency), toString(to_currency), units * 1000000, 'direct'),
             (toString(to_currency), toString(from_currency), intDiv(2 * dividend + units, 2 * units), 'inverse')] AS leg
    ),
    legs AS
    (
        SELECT date, source, target, rate, rate_by
        FROM (SELECT *, minIfOrNull(date, rate_by = 'direct') OVER (PARTITION BY source, target) AS direct_from FROM both_ways)
        WHERE rate_by = 'direct' OR direct_from IS NULL OR date < direct_from
    ),
    -- Either leg of a way over another currency, at each day on which one of them changes.
    steps AS
    (
        SELECT source AS currency, target AS through, date, true AS is_first, rate
        FROM legs
        WHERE source != {reporting_currency:String} AND target != {reporting_currency:String}
        UNION ALL
        SELECT firsts.currency AS currency, seconds.source AS through, seconds.date AS date, false AS is_first, seconds.rate AS rate
        FROM legs AS seconds
        INNER JOIN (SELECT DISTINCT source AS currency, target AS through FROM legs) AS firsts ON firsts.through = seconds.source
        WHERE seconds.target = {reporting_currency:String} AND firsts.currency != {reporting_currency:String}
    ),
    ways AS
    (
        SELECT
            currency, through, date,
            argMaxIf((date, rate), date, is_first) OVER (PARTITION BY currency, through ORDER BY date) AS first_leg,
            argMaxIf((date, rate), date, NOT is_first) OVER (PARTITION BY currency, through ORDER BY date) AS second_leg
        FROM steps
    ),
    crossed AS
    (
        SELECT
            currency, date, least(first_leg.1, second_leg.1) AS older, through,
            toInt128(intDiv(toInt256(first_leg.2) * second_leg.2 + intDiv(one, 2), one)) AS rate,
            -- Of one way the newer entry has the same or a newer older date: so the best so far is the best at that day.
            argMin((older, rate, concat('through ', through)), (-toInt32(older), through, -toInt32(date)))
                OVER (PARTITION BY currency ORDER BY date) AS best
        FROM ways
        WHERE first_leg.2 > 0 AND second_leg.2 > 0
    ),
    known AS
    (
        SELECT source AS currency, date AS since, date AS rate_date, rate, rate_by
        FROM legs
        WHERE target = {reporting_currency:String}
        UNION ALL
        SELECT DISTINCT currency, date AS since, best.1 AS rate_date, best.2 AS rate, best.3 AS rate_by
        FROM crossed
        UNION ALL
        SELECT {reporting_currency:String} AS currency, toDate('1970-01-01') AS since, toDate('1970-01-01') AS rate_date, one AS rate, 'same' AS rate_by
    ),
    best_known AS
    (
        SELECT *
        FROM (SELECT *, minIfOrNull(since, NOT startsWith(rate_by, 'through')) OVER (PARTITION BY currency) AS own_from FROM known)
        WHERE own_from IS NULL OR since < own_from OR NOT startsWith(rate_by, 'through')
    )
SELECT
    currency, first_since, newest.1 AS newest_rate, newest.2 AS newest_rate_date,
    entry.1 AS since, entry.2 AS rate, entry.3 AS rate_by, entry.4 AS rate_date
FROM
(
    SELECT
        currency, newest, first_since,
        arrayJoin(if(since_when = first_since AND by_what != 'same',
            [(toDate('1970-01-01'), toInt128(0), '', toDate('1970-01-01')), (since_when, units, by_what, of_date)],
            [(since_when, units, by_what, of_date)])) AS entry
    FROM
    (
        SELECT
            currency, since AS since_when, rate AS units, rate_by AS by_what, rate_date AS of_date,
            argMax((rate, rate_date), since) OVER (PARTITION BY currency) AS newest,
            min(since) OVER (PARTITION BY currency) AS first_since
        FROM best_known
    )
)
