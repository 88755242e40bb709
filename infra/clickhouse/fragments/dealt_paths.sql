-- Who gets how much? Weights become exact: 10^12 units and the amount's minor units are dealt out by largest remainder, ties to the earlier
-- touch, so every (opportunity, model, policy, window) sums to exactly 1 and exactly its amount. Refunds are dealt out by the same units.
-- All models of a path at once, as arrays: a row for each model would copy its touches for each. One step per layer: ClickHouse names a column by its
-- whole expression, so a deep chain in one SELECT makes planning slow.
-- Parameters: those of its source (model_weights, rule_entries or markov_weights). Grain: that of its source, one (opportunity, window); `credits` has one entry for each model and distinct
-- policies: `units` are of 10^-12, `shares` of 1/10,000 of the currency, one for each eligible touch and a last one for `unattributed`; `reversals` has
-- such shares for each refund.
WITH
    1000000000000 AS whole,
    -- Amounts in ten-thousandths, and how many of them make a minor unit by the decimals of the currency (ISO 4217): the exceptions to 2, as in
    -- schemas/currency.ts.
    priced AS
    (
        SELECT
            *,
            toInt64(intExp10(4 - transform(currency,
                ['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF',
                 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW'],
                [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3, 3, 4, 4], 2))) AS minor,
            -- Of the win and of each refund: sign and minor units.
            arrayMap(total -> (sign(total), toInt128(intDiv(abs(total), minor))),
                arrayConcat([reinterpret(amount::Decimal(18, 4), 'Int64')], arrayMap(r -> reinterpret(r.amount, 'Int64'), refunds))) AS sums,
            -- A float's noise near 10^12 is 10^-4 units: floors and remainders are taken coarser than that, so that equal weights stay equal.
            arrayMap(weights -> arrayMap(w -> toInt64(floor(w * whole + 0.001)), weights), entries.weights) AS floors,
            arrayMap((weights, f) -> arrayMap((w, own) -> round(greatest(w * whole - own, 0), 2), weights, f), entries.weights, floors) AS remainders
        FROM (INCLUDE source)
    ),
    ranked AS
    (
        SELECT
            * EXCEPT (remainders),
            arrayMap(f -> whole - arraySum(f), floors) AS spares,
            arrayMap(f -> toInt64(length(f)), floors) AS slot_counts,
            arrayMap(r -> arraySort((i, o) -> o, arrayEnumerate(r), arraySort((i, own) -> (-own, i), arrayEnumerate(r), r)), remainders) AS ranks
        FROM priced
    ),
    dealt AS
    (
        SELECT
            * EXCEPT (floors, spares, slot_counts, ranks),
            arrayMap((f, spare, slot_count, rank) -> arrayMap((own, r) -> own + (r <= spare) - (r > slot_count + spare), f, rank),
                floors, spares, slot_counts, ranks) AS units
        FROM ranked
    ),
    -- Model by model, sum by sum: what is captured for each sum is as long as what is made of it.
    multiplied AS
    (
        SELECT
            *,
            arrayMap(own -> arrayMap(s -> arrayMap(u -> intDiv(s.2 * u, toInt128(whole)), own), sums), units) AS cent_floors,
            arrayMap(own -> arrayMap(s -> arrayMap(u -> (s.2 * u) % toInt128(whole), own), sums), units) AS cent_remainders
        FROM dealt
    ),
    cent_ranked AS
    (
        SELECT
            * EXCEPT (cent_remainders),
            arrayMap(each -> arrayMap(r -> arraySort((i, o) -> o, arrayEnumerate(r), arraySort((i, own) -> (-own, i), arrayEnumerate(r), r)), each), cent_remainders)
                AS cent_ranks
        FROM multiplied
    ),
    shared AS
    (
        SELECT
            * EXCEPT (cent_floors, cent_ranks),
            arrayMap(
                (each, ranks) -> arrayMap(
                    (s, f, left, rank) -> arrayMap((own, r) -> toInt64(s.1 * (own + (r <= left)) * minor), f, rank),
                    sums, each, arrayMap((s, f) -> s.2 - arraySum(f), sums, each), ranks),
                cent_floors, cent_ranks) AS shares
        FROM cent_ranked
    )
SELECT
    * EXCEPT (entries, minor, sums, units, shares),
    arrayMap(
        (e, own, each) -> (e.model, e.policies, own, each[1],
            arrayMap((r, s) -> (r.at, s)::Tuple(at DateTime64(3, 'UTC'), shares Array(Int64)), refunds, arrayPopFront(each)))
        ::Tuple(model String, policies Array(String), units Array(Int64), shares Array(Int64), reversals Array(Tuple(at DateTime64(3, 'UTC'), shares Array(Int64)))),
        entries, units, shares) AS credits
FROM shared
