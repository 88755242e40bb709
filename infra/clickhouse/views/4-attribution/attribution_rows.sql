-- Who gets how much? Weights become exact: 10^12 units and the amount's minor units are dealt out by largest remainder, ties to the earlier
-- touch, so every (opportunity, model, policy, window) sums to exactly 1 and exactly its amount.
-- Parameters: lookbacks Array(UInt16) days, policies Array(String), as_of DateTime64(3). Grain: one row of `attribution`.
CREATE OR REPLACE VIEW attribution_rows DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH
    1000000000000 AS whole,
    weighted AS
    (
        SELECT
            *,
            length(weights) AS slots,
            -- Decimals of the currency's minor unit (ISO 4217): the exceptions to 2, as in schemas/currency.ts.
            transform(currency,
                ['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF',
                 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW'],
                [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3, 3, 4, 4], 2) AS minor_digits,
            toInt128(intExp10(4 - minor_digits)) AS minor,
            -- The amount in ten-thousandths, exactly.
            reinterpret(amount::Decimal(18, 4), 'Int64') AS ten_thousandths,
            intDiv(toInt128(abs(ten_thousandths)), minor) AS cents,
            -- A float's noise near 10^12 is 10^-4 units: floors and remainders are taken coarser than that, so that equal weights stay equal.
            arrayMap(w -> toInt64(floor(w * whole + 0.001)), weights) AS floors,
            arrayMap((w, f) -> round(greatest(w * whole - f, 0), 2), weights, floors) AS remainders,
            whole - arraySum(floors) AS spare,
            arraySort((i, o) -> o, arrayEnumerate(weights), arraySort(i -> (-remainders[i], i), arrayEnumerate(weights))) AS ranks,
            arrayMap((f, r) -> f + (r <= spare) - (r > toInt64(slots) + spare), floors, ranks) AS units,
            arrayMap(u -> intDiv(cents * u, toInt128(whole)), units) AS cent_floors,
            arrayMap(u -> cents * u % toInt128(whole), units) AS cent_remainders,
            cents - arraySum(cent_floors) AS cent_spare,
            arraySort((i, o) -> o, arrayEnumerate(weights), arraySort(i -> (-cent_remainders[i], i), arrayEnumerate(weights))) AS cent_ranks,
            arrayMap((f, r) -> toInt64(sign(ten_thousandths) * (f + (toInt128(r) <= cent_spare)) * minor), cent_floors, cent_ranks) AS dealt
        FROM model_weights(lookbacks = {lookbacks:Array(UInt16)}, policies = {policies:Array(String)}, as_of = {as_of:DateTime64(3)})
    )
SELECT
    model,
    stage_credit,
    lookback_days,
    account_id,
    opportunity_id,
    if(is_won, won_at, NULL)::Nullable(DateTime64(3, 'UTC')) AS converted_at,
    multiIf(NOT is_won, 'pending', slot <= length(eligible), 'touch', 'unattributed') AS row_kind,
    if(row_kind = 'touch', eligible[slot].event_id, '') AS touch_event_id,
    if(row_kind = 'touch', eligible[slot].at, NULL)::Nullable(DateTime64(3, 'UTC')) AS touched_at,
    multiIf(row_kind = 'touch', eligible[slot].channel, '') AS channel,
    if(row_kind = 'touch', eligible[slot].campaign_id, '') AS campaign_id,
    if(row_kind = 'touch', eligible[slot].content_id, '') AS content_id,
    if(row_kind = 'touch', eligible[slot].cycle_no, 0)::UInt32 AS cycle_no,
    reinterpret(unit::Int64, 'Decimal(18, 12)') AS weight,
    reinterpret(share::Int64, 'Decimal(18, 4)') AS amount,
    currency
FROM weighted
ARRAY JOIN arrayEnumerate(units) AS slot, units AS unit, dealt AS share
WHERE unit > 0;
