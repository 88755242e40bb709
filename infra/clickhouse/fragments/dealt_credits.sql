-- Who gets how much? Weights become exact: 10^12 units and the amount's minor units are dealt out by largest remainder, ties to the earlier
-- touch, so every (opportunity, model, policy, window) sums to exactly 1 and exactly its amount. Refunds are dealt out by the same units.
-- One step per layer: ClickHouse names a column by its whole expression, so a deep chain in one SELECT makes planning slow.
-- Parameters: those of its source (model_weights or markov_weights). Grain: one (opportunity, window, model, policies); `units` are of 10^-12, `shares` of 1/10,000 of the currency, one
-- for each eligible touch and a last one for `unattributed`; `reversals` has such shares for each refund.
WITH
    1000000000000 AS whole,
    -- Amounts in ten-thousandths, and how many of them make a minor unit by the decimals of the currency (ISO 4217): the exceptions to 2, as in
    -- schemas/currency.ts.
    priced AS
    (
        SELECT
            account_id, opportunity_id, is_null_path, is_won, won_at, amount, currency, refunds, lookback_days, eligible, channel_parts,
            entry.1 AS model,
            entry.2 AS policies,
            entry.3 AS weights,
            toInt64(intExp10(4 - transform(currency,
                ['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF',
                 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW'],
                [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3, 3, 4, 4], 2))) AS minor,
            arrayConcat([reinterpret(amount::Decimal(18, 4), 'Int64')], arrayMap(r -> reinterpret(r.amount, 'Int64'), refunds)) AS sums,
            -- A float's noise near 10^12 is 10^-4 units: floors and remainders are taken coarser than that, so that equal weights stay equal.
            arrayMap(w -> toInt64(floor(w * whole + 0.001)), weights) AS floors,
            whole - arraySum(floors) AS spare,
            arrayMap((w, f) -> round(greatest(w * whole - f, 0), 2), weights, floors) AS remainders
        FROM (INCLUDE source)
        ARRAY JOIN entries AS entry
    ),
    ranked AS
    (
        SELECT
            * EXCEPT (remainders, weights),
            arrayMap((f, r) -> f + (r <= spare) - (r > toInt64(length(floors)) + spare), floors,
                arraySort((i, o) -> o, arrayEnumerate(remainders), arraySort((i, r) -> (-r, i), arrayEnumerate(remainders), remainders))) AS units
        FROM priced
    ),
    multiplied AS
    (
        SELECT
            *,
            arrayMap(total -> (sign(total), intDiv(abs(total), minor)), sums) AS signed_cents,
            arrayMap(c -> arrayMap(u -> intDiv(toInt128(c.2) * u, toInt128(whole)), units), signed_cents) AS cent_floors,
            arrayMap(c -> arrayMap(u -> (toInt128(c.2) * u) % toInt128(whole), units), signed_cents) AS cent_remainders
        FROM ranked
    ),
    dealt AS
    (
        SELECT
            *,
            arrayMap(
                (c, f, r) -> arrayMap(
                    (floor_cents, rank) -> toInt64(c.1 * (floor_cents + (rank <= c.2 - arraySum(f))) * minor),
                    f,
                    arraySort((i, o) -> o, arrayEnumerate(r), arraySort((i, own) -> (-own, i), arrayEnumerate(r), r))),
                signed_cents, cent_floors, cent_remainders) AS all_shares
        FROM multiplied
    )
SELECT
    account_id, opportunity_id, is_null_path, is_won, won_at, amount, currency, refunds, lookback_days, eligible, channel_parts, model, policies, units,
    all_shares[1] AS shares,
    arrayMap((r, s) -> (r.at, s)::Tuple(at DateTime64(3, 'UTC'), shares Array(Int64)), refunds, arrayPopFront(all_shares)) AS reversals
FROM dealt
