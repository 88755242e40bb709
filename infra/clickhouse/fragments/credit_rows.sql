-- Who gets how much? Weights become exact: 10^12 units and the amount's minor units are dealt out by largest remainder, ties to the earlier
-- touch, so every (opportunity, model, policy, window) sums to exactly 1 and exactly its amount.
-- One step per layer: ClickHouse names a column by its whole expression, so a deep chain in one SELECT makes planning slow.
-- Parameters: lookbacks Array(UInt16) days, policies Array(String), as_of DateTime64(3).
-- Grain: one row of `attribution`.
WITH
    1000000000000 AS whole,
    -- The amount in minor units, by the decimals of its currency (ISO 4217): the exceptions to 2, as in schemas/currency.ts.
    priced AS
    (
        SELECT
            *,
            -- The amount in ten-thousandths, exactly.
            reinterpret(amount::Decimal(18, 4), 'Int64') AS ten_thousandths,
            toInt128(intExp10(4 - transform(currency,
                ['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF',
                 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW'],
                [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3, 3, 4, 4], 2))) AS minor,
            -- A float's noise near 10^12 is 10^-4 units: floors and remainders are taken coarser than that, so that equal weights stay equal.
            arrayMap(w -> toInt64(floor(w * whole + 0.001)), weights) AS floors
        FROM (INCLUDE model_weights)
    ),
    remaining AS
    (
        SELECT
            *,
            sign(ten_thousandths) AS direction,
            intDiv(toInt128(abs(ten_thousandths)), minor) AS cents,
            whole - arraySum(floors) AS spare,
            arrayMap((w, f) -> round(greatest(w * whole - f, 0), 2), weights, floors) AS remainders
        FROM priced
    ),
    ranked AS
    (
        SELECT *, arraySort((i, o) -> o, arrayEnumerate(remainders), arraySort((i, r) -> (-r, i), arrayEnumerate(remainders), remainders)) AS ranks
        FROM remaining
    ),
    united AS
    (
        SELECT *, arrayMap((f, r) -> f + (r <= spare) - (r > toInt64(length(ranks)) + spare), floors, ranks) AS units
        FROM ranked
    ),
    multiplied AS
    (
        SELECT *, arrayMap(u -> cents * u, units) AS products
        FROM united
    ),
    divided AS
    (
        SELECT *, arrayMap(p -> intDiv(p, toInt128(whole)), products) AS cent_floors, arrayMap(p -> p % toInt128(whole), products) AS cent_remainders
        FROM multiplied
    ),
    cent_ranked AS
    (
        SELECT
            *,
            cents - arraySum(cent_floors) AS cent_spare,
            arraySort((i, o) -> o, arrayEnumerate(cent_remainders), arraySort((i, r) -> (-r, i), arrayEnumerate(cent_remainders), cent_remainders)) AS cent_ranks
        FROM divided
    ),
    dealt AS
    (
        SELECT
            model, stage_credit, lookback_days, account_id, opportunity_id, is_won, won_at, eligible, currency, slot, unit,
            toInt64(direction * (cent_floor + (toInt128(cent_rank) <= cent_spare)) * minor) AS share,
            multiIf(NOT is_won, 'pending', slot <= length(eligible), 'touch', 'unattributed') AS row_kind
        FROM cent_ranked
        ARRAY JOIN arrayEnumerate(units) AS slot, units AS unit, cent_floors AS cent_floor, cent_ranks AS cent_rank
        WHERE unit > 0
    ),
    -- Beyond the array's end (rows without a touch) its values are empty.
    placed AS
    (
        SELECT *, eligible[if(row_kind = 'touch', slot, length(eligible) + 1)] AS touch
        FROM dealt
    )
SELECT
    model,
    stage_credit,
    lookback_days,
    account_id,
    opportunity_id,
    if(is_won, won_at, NULL)::Nullable(DateTime64(3, 'UTC')) AS converted_at,
    row_kind,
    touch.event_id AS touch_event_id,
    if(row_kind = 'touch', touch.at, NULL)::Nullable(DateTime64(3, 'UTC')) AS touched_at,
    touch.channel AS channel,
    touch.campaign_id AS campaign_id,
    touch.content_id AS content_id,
    touch.cycle_no AS cycle_no,
    reinterpret(unit::Int64, 'Decimal(18, 12)') AS weight,
    reinterpret(share, 'Decimal(18, 4)') AS amount,
    currency
FROM placed
