-- What led to each opportunity that is won or open? One row per opportunity, with the touches of its account and the visits that may earn a
-- milestone's credit. Accounts are independent of each other; within one, everything follows the total order (`place`). What is carried along per
-- opportunity is its account's contact visits and touches, never its other opportunities: an account may have thousands.
-- Parameters: as_of DateTime64(3). Grain: one opportunity whose newest visit is opportunity or won.
WITH
    -- Visits and touches of an account, apart by opportunity (those of contacts under '').
    subjects AS
    (
        SELECT
            account_id,
            opportunity_id,
            arraySort(v -> v.place, groupArrayIf(
                ((occurred_at, event_id, source, sub_no), stage_no, direction, thrown_back_at, (ifNull(anchor_source, ''), ifNull(anchor_event_id, '')),
                 amount, currency, journey_no, prior_loop_at, ifNull(prior_loop_journey_no, 0))
                ::Tuple(place Tuple(DateTime64(3, 'UTC'), String, String, UInt64), stage_no UInt8, direction String,
                        thrown_back_at Nullable(DateTime64(3, 'UTC')), anchor Tuple(String, String), amount Nullable(Decimal(18, 4)), currency String,
                        journey_no UInt64, prior_loop_at Nullable(DateTime64(3, 'UTC')), prior_loop_journey_no UInt64),
                kind = 'visit' AND (is_opportunity OR stage_no IN (1, 2)))) AS visits,
            groupArrayIf(
                (occurred_at, event_id, source, channel, campaign_id, content_id, cycle_no)
                ::Tuple(at DateTime64(3, 'UTC'), event_id String, source String, channel String, campaign_id String, content_id String, cycle_no UInt32),
                kind = 'touch') AS touches
        FROM (INCLUDE ledger)
        GROUP BY account_id, opportunity_id
    ),
    accounts AS
    (
        SELECT
            account_id,
            groupArrayArray(if(opportunity_id = '', visits, [])) AS contact_visits,
            arraySort(t -> (t.at, t.event_id, t.source), groupArrayArray(touches)) AS account_touches,
            groupArrayIf((opportunity_id, visits), opportunity_id != '') AS opportunities
        FROM subjects
        GROUP BY account_id
        HAVING notEmpty(opportunities)
    ),
    opened AS
    (
        SELECT
            account_id,
            contact_visits,
            account_touches,
            opportunity.1 AS opportunity_id,
            opportunity.2 AS own,
            own[-1].stage_no = 4 AS is_won,
            -- The conversion: the newest entry into won; a repeated win corrects the amount.
            arrayLast(v -> v.stage_no = 4 AND v.direction != 'repeat', own).place AS won_place,
            won_place.1 AS won_at,
            arrayLast(v -> isNotNull(v.amount), own) AS valued,
            -- The journey starts after the newest win before this opportunity was first created: journey_no counts exactly those wins.
            arrayFirst(v -> v.stage_no >= 3, own).journey_no AS start_no,
            arrayFilter(v -> v.direction = 'back' AND v.journey_no >= start_no, own) AS own_loops
        FROM accounts
        ARRAY JOIN opportunities AS opportunity
        WHERE own[-1].stage_no >= 3
    )
SELECT
    account_id,
    opportunity_id,
    is_won,
    won_at,
    ifNull(valued.amount, 0) AS amount,
    valued.currency AS currency,
    if(is_won, arrayFilter(t -> t.at <= won_at, account_touches), []) AS touches,
    -- Visits that may earn a milestone's credit: of the account for mql and accepted, of this opportunity for opportunity; and when the newest
    -- loop before each was, of the account or of this opportunity likewise.
    arrayConcat(
        arrayMap(
            v -> (v.stage_no, v.anchor, v.place.1, ifNull(v.thrown_back_at < won_at, false),
                assumeNotNull(v.prior_loop_at), v.prior_loop_journey_no >= start_no)
            ::Tuple(stage_no UInt8, anchor Tuple(String, String), entered_at DateTime64(3, 'UTC'), thrown_back Bool, loop_at DateTime64(3, 'UTC'), looped Bool),
            arrayFilter(v -> v.journey_no >= start_no AND v.place <= won_place, contact_visits)),
        arrayMap(
            v -> (v.stage_no, v.anchor, v.place.1, ifNull(v.thrown_back_at < won_at, false),
                arrayLast(l -> l.place < v.place, own_loops).place.1, arrayExists(l -> l.place < v.place, own_loops))
            ::Tuple(stage_no UInt8, anchor Tuple(String, String), entered_at DateTime64(3, 'UTC'), thrown_back Bool, loop_at DateTime64(3, 'UTC'), looped Bool),
            arrayFilter(v -> v.stage_no = 3 AND v.place <= won_place, own))) AS candidates
FROM opened
