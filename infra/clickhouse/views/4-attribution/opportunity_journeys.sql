-- What led to each opportunity that is won or open? Everything per account is done on arrays in the total order (`place`), so accounts are
-- independent of each other. Parameters: as_of DateTime64(3). Grain: one opportunity whose newest visit is opportunity or won.
CREATE OR REPLACE VIEW opportunity_journeys DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH accounts AS
(
    SELECT
        account_id,
        arraySort(v -> v.place, groupArrayIf(
            ((occurred_at, event_id, source, sub_no), stage_no, opportunity_id, direction, thrown_back_at, (ifNull(anchor_source, ''), ifNull(anchor_event_id, '')), amount, currency)
            ::Tuple(place Tuple(DateTime64(3, 'UTC'), String, String, UInt64), stage_no UInt8, opportunity_id String, direction String,
                    thrown_back_at Nullable(DateTime64(3, 'UTC')), anchor Tuple(String, String), amount Nullable(Decimal(18, 4)), currency String),
            kind = 'visit')) AS visits,
        arraySort(t -> (t.at, t.event_id, t.source), groupArrayIf(
            (occurred_at, event_id, source, channel, campaign_id, content_id, cycle_no)
            ::Tuple(at DateTime64(3, 'UTC'), event_id String, source String, channel String, campaign_id String, content_id String, cycle_no UInt32),
            kind = 'touch')) AS touches
    FROM ledger(as_of = {as_of:DateTime64(3)})
    GROUP BY account_id
)
SELECT
    account_id,
    opportunity_id,
    touches,
    arrayFilter(v -> v.opportunity_id = opportunity_id, visits) AS own,
    own[-1].stage_no = 4 AS is_won,
    -- The conversion: the newest entry into won; a repeated win corrects the amount.
    arrayLast(v -> v.stage_no = 4 AND v.direction != 'repeat', own).place AS won_place,
    won_place.1 AS won_at,
    arrayLast(v -> isNotNull(v.amount), own) AS valued,
    ifNull(valued.amount, 0) AS amount,
    valued.currency AS currency,
    arrayFirst(v -> v.stage_no >= 3, own).place AS created_place,
    -- The journey starts after the newest win of another opportunity before this one was first created.
    arrayLast(v -> v.stage_no = 4 AND v.direction != 'repeat' AND v.opportunity_id != opportunity_id AND v.place < created_place, visits).place AS start_place,
    arrayFilter(v -> v.place > start_place AND v.place <= won_place, visits) AS journey
FROM accounts
ARRAY JOIN arrayDistinct(arrayFilter(o -> o != '', visits.opportunity_id)) AS opportunity_id
WHERE own[-1].stage_no >= 3;
