-- What led to each opportunity that is won or open? One row per opportunity, with the touches of its account and the visits that may earn a
-- milestone's credit. Accounts are independent of each other; within one, everything follows the total order (`place`).
-- Parameters: as_of DateTime64(3). Grain: one opportunity whose newest visit is opportunity or won.
WITH
    -- Visits and touches of an account, apart by opportunity (those of contacts under '').
    subjects AS
    (
        SELECT
            account_id,
            opportunity_id,
            arraySort(v -> v.place, groupArrayIf(
                ((occurred_at, event_id, source, sub_no), stage_no, direction, thrown_back_at, (ifNull(anchor_source, ''), ifNull(anchor_event_id, '')), amount, currency)
                ::Tuple(place Tuple(DateTime64(3, 'UTC'), String, String, UInt64), stage_no UInt8, direction String,
                        thrown_back_at Nullable(DateTime64(3, 'UTC')), anchor Tuple(String, String), amount Nullable(Decimal(18, 4)), currency String),
                kind = 'visit' AND (is_opportunity OR stage_no IN (1, 2)))) AS visits,
            groupArrayIf((occurred_at, event_id, source, sub_no)::Tuple(DateTime64(3, 'UTC'), String, String, UInt64), kind = 'visit' AND direction = 'back') AS loops,
            groupArrayIf(((occurred_at, event_id, source, sub_no), opportunity_id)::Tuple(place Tuple(DateTime64(3, 'UTC'), String, String, UInt64), opportunity_id String),
                kind = 'visit' AND stage_no = 4 AND direction != 'repeat') AS wins,
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
            arraySort(groupArrayArray(loops)) AS account_loops,
            arraySort(w -> w.place, groupArrayArray(wins)) AS account_wins,
            arraySort(t -> (t.at, t.event_id, t.source), groupArrayArray(touches)) AS account_touches,
            groupArrayIf((opportunity_id, visits, arraySort(loops)), opportunity_id != '') AS opportunities
        FROM subjects
        GROUP BY account_id
        HAVING notEmpty(opportunities)
    ),
    opened AS
    (
        SELECT
            account_id,
            contact_visits,
            account_loops,
            account_touches,
            opportunity.1 AS opportunity_id,
            opportunity.2 AS own,
            opportunity.3 AS own_loops,
            own[-1].stage_no = 4 AS is_won,
            -- The conversion: the newest entry into won; a repeated win corrects the amount.
            arrayLast(v -> v.stage_no = 4 AND v.direction != 'repeat', own).place AS won_place,
            won_place.1 AS won_at,
            arrayLast(v -> isNotNull(v.amount), own) AS valued,
            arrayFirst(v -> v.stage_no >= 3, own).place AS created_place,
            -- The journey starts after the newest win of another opportunity before this one was first created.
            arrayLast(w -> w.opportunity_id != opportunity_id AND w.place < created_place, account_wins).place AS start_place
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
    arrayMap(
        (v, loops) -> (v.stage_no, v.anchor, v.place.1, ifNull(v.thrown_back_at < won_at, false),
            arrayLast(l -> l < v.place AND l > start_place, loops).1,
            arrayExists(l -> l < v.place AND l > start_place, loops))
        ::Tuple(stage_no UInt8, anchor Tuple(String, String), entered_at DateTime64(3, 'UTC'), thrown_back Bool, loop_at DateTime64(3, 'UTC'), looped Bool),
        arrayConcat(arrayFilter(v -> v.place > start_place AND v.place <= won_place, contact_visits), arrayFilter(v -> v.stage_no = 3 AND v.place <= won_place, own)) AS earning,
        arrayMap(v -> if(v.stage_no = 3, own_loops, account_loops), earning)) AS candidates
FROM opened
