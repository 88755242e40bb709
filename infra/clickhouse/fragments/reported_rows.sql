-- What is each credit worth in the reporting currency, touch by touch, and what has it gained or lost since? The amount of an opportunity, and each
-- refund, is converted whole at the rate of its day, rounded half away from zero to a minor unit, and dealt out by the units of the credits: by largest
-- remainder, ties to the earlier touch. So is the same amount at the newest rate; the revaluation is the difference.
-- Parameters: those of its source (rule_credits or all_credits), reporting_currency String, as_of DateTime64(3).
-- Grain: one row of `attribution`, as in credit_rows.
WITH
    toInt128(1000000000000) AS whole,
    -- Ten-thousandths of an amount times 10^-18 of a rate are 10^-22 of the reporting currency.
    toInt256('10000000000000000000000') AS one,
    assumeNotNull((INCLUDE reporting_digits)) AS digits,
    booked AS
    (
        SELECT *, toDate(if(is_won, booking.at, least({as_of:DateTime64(3)}, now64(3))), 'UTC') AS day
        FROM (INCLUDE bookings FROM source)
    ),
    rated AS
    (
        SELECT
            booked.* EXCEPT (currency), booked.currency AS currency,
            rates.rate AS rate, rates.rate_by AS rate_by, rates.rate_date AS rate_date, rates.newest_rate AS newest_rate,
            rates.newest_rate_date AS newest_rate_date, rates.first_since AS first_since,
            arraySum(booking.shares) AS total
        FROM booked
        ASOF LEFT JOIN (INCLUDE rates_to) AS rates ON rates.currency = booked.currency AND rates.since <= booked.day
    ),
    worth AS
    (
        SELECT
            *,
            arrayMap(r -> toInt128(intDiv(2 * toInt256(abs(total)) * r * toInt256(intExp10(digits)) + one, 2 * one)), [rate, newest_rate])
                AS minor_units
        FROM rated
    ),
    multiplied AS
    (
        SELECT
            *,
            -- Whole parts apart from the rest, so that no product overflows.
            arrayMap(m -> arrayMap(u -> intDiv(m, whole) * u + intDiv((m % whole) * u, whole), units), minor_units) AS floors,
            arrayMap(m -> arrayMap(u -> ((m % whole) * u) % whole, units), minor_units) AS remainders
        FROM worth
    ),
    dealt AS
    (
        SELECT
            * EXCEPT (floors, remainders, policies),
            arrayJoin(policies) AS stage_credit,
            arrayMap(
                (m, f, r) -> arrayMap((floor_units, rank) -> floor_units + (rank <= m - arraySum(f)), f,
                    if(arraySum(f) = m, arrayWithConstant(length(f), toUInt32(4294967295)),
                        arraySort((i, o) -> o, arrayEnumerate(r), arraySort((i, own) -> (-own, i), arrayEnumerate(r), r)))),
                minor_units, floors, remainders) AS dealt_units
        FROM multiplied
    ),
    slotted AS
    (
        SELECT
            * EXCEPT (units, booking),
            booking.at AS converted_at,
            slot,
            if(booking.is_win, unit, 0) AS weight_units,
            share,
            -- From minor units to ten-thousandths.
            sign(total) * toInt128(intExp10(4 - digits)) AS step,
            step * reported AS reported_share,
            step * (newest - reported) AS revaluation_share,
            multiIf(NOT is_won, 'pending', slot <= length(eligible), 'touch', 'unattributed') AS row_kind
        FROM dealt
        ARRAY JOIN arrayEnumerate(units) AS slot, units AS unit, booking.shares AS share, dealt_units[1] AS reported, dealt_units[2] AS newest
        WHERE unit > 0
    ),
    -- Beyond the array's end (rows without a touch) its values are empty.
    touched AS
    (
        SELECT * EXCEPT (eligible), eligible[if(row_kind = 'touch', slot, length(eligible) + 1)] AS touch
        FROM slotted
    )
SELECT
    model,
    stage_credit,
    lookback_days,
    account_id,
    opportunity_id,
    if(is_won, converted_at, NULL)::Nullable(DateTime64(3, 'UTC')) AS converted_at,
    row_kind,
    touch.event_id AS touch_event_id,
    if(row_kind = 'touch', touch.at, NULL)::Nullable(DateTime64(3, 'UTC')) AS touched_at,
    touch.channel AS channel,
    touch.campaign_id AS campaign_id,
    touch.content_id AS content_id,
    touch.cycle_no AS cycle_no,
    reinterpret(weight_units::Int64, 'Decimal(18, 12)') AS weight,
    reinterpret(share, 'Decimal(18, 4)') AS amount,
    currency::String AS currency,
    {reporting_currency:String} AS reporting_currency,
    if(rate > 0, reinterpret(reported_share, 'Decimal(38, 4)'), NULL) AS reported_amount,
    if(rate > 0, reinterpret(revaluation_share, 'Decimal(38, 4)'), NULL) AS revaluation,
    if(rate > 0, reinterpret(rate, 'Decimal(38, 18)'), NULL) AS rate,
    if(rate > 0 AND rate_by != 'same', rate_date, NULL) AS rate_date,
    rate_by,
    if(newest_rate > 0, reinterpret(newest_rate, 'Decimal(38, 18)'), NULL) AS newest_rate,
    if(newest_rate > 0 AND rate_by != 'same', newest_rate_date, NULL) AS newest_rate_date,
    multiIf(
        rate > 0, '',
        currency = '', 'no currency stated',
        newest_rate > 0, concat('first rate from ', currency, ' to ', {reporting_currency:String}, ' is of ', toString(first_since)),
        concat('no rate from ', currency, ' to ', {reporting_currency:String})) AS not_reported_because
FROM touched
