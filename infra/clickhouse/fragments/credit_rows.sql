-- Which touch earns how much, as analysts read it? Parameters: those of its source (rule_credits or all_credits).
-- Grain: one row of `attribution`: (opportunity, model, policy, window, touch or `unattributed` or `pending`); for each refund such rows again.
WITH
    applied AS (SELECT * EXCEPT (policies), arrayJoin(policies) AS stage_credit FROM (INCLUDE bookings FROM source)),
    slotted AS
    (
        SELECT
            * EXCEPT (units, booking),
            booking.at AS converted_at,
            slot,
            if(booking.is_win, unit, 0) AS weight_units,
            share,
            multiIf(NOT is_won, 'pending', slot <= length(eligible), 'touch', 'unattributed') AS row_kind
        FROM applied
        ARRAY JOIN arrayEnumerate(units) AS slot, units AS unit, booking.shares AS share
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
    currency
FROM touched
