-- What led to each opportunity that is won or open? One row per opportunity, with the touches of its account and the visits that may earn a
-- milestone's credit. What is carried along per opportunity is its account's contact visits and touches, never its other opportunities: an account
-- may have thousands. With null_paths = 1 each account has one row more, without an opportunity: the touches of its present journey, which has not
-- ended in a win. Parameters: as_of DateTime64(3), accounts Array(String) (empty: all), null_paths UInt8, opportunities_only UInt8.
-- Grain: one opportunity whose newest visit is opportunity or won.
WITH
    -- Visits by opportunity. Every opportunity event made exactly one visit, so both lists run side by side.
    apart AS
    (
        SELECT
            account_id,
            touches,
            arrayCount(v -> v.is_win, visits) AS wins,
            arraySort(o -> (o.opportunity_id, o.n), arrayMap(
                (v, e, journey_no) -> (e.opportunity_id, v.n, v.stage_no, v.at, v.direction, v.is_win, v.thrown_back_at, journey_no, e.amount, e.currency,
                    v.stage_no = 4 AND v.direction = 'repeat' AND ifNull(e.amount < 0, false))
                ::Tuple(opportunity_id String, n UInt32, stage_no UInt8, at DateTime64(3, 'UTC'), direction String, is_win Bool,
                        thrown_back_at Nullable(DateTime64(3, 'UTC')), journey_no UInt32, amount Nullable(Decimal(18, 4)), currency String, is_refund Bool),
                arrayFilter(v -> v.is_opportunity, visits),
                arrayFilter(e -> e.kind IN (3, 4, 7), staged),
                arrayFilter((journey_no, v) -> v.is_opportunity, journey_nos, visits))) AS opportunity_visits,
            arrayFilter(
                v -> v.stage_no IN (1, 2),
                arrayMap(
                    (v, journey_no, loop) -> (v.n, if(v.is_opportunity, 0, v.stage_no), v.at, v.thrown_back_at, journey_no, loop.1, loop.2)
                    ::Tuple(n UInt32, stage_no UInt8, at DateTime64(3, 'UTC'), thrown_back_at Nullable(DateTime64(3, 'UTC')), journey_no UInt32,
                            loop_at DateTime64(3, 'UTC'), loop_journey_no UInt32),
                    visits, journey_nos, prior_loops)) AS contact_visits
        FROM (INCLUDE account_ledgers)
        WHERE {null_paths:UInt8} = 1 OR arrayExists(v -> v.is_opportunity, visits)
    ),
    each AS
    (
        SELECT
            account_id, touches, wins, contact_visits,
            arrayJoin(arrayConcat(
                arraySplit(
                    (o, is_first) -> is_first,
                    opportunity_visits,
                    arrayMap((id, former) -> id != former, opportunity_visits.opportunity_id, arrayPopBack(arrayPushFront(opportunity_visits.opportunity_id, '\0')))),
                if({null_paths:UInt8} = 1, [arraySlice(opportunity_visits, 1, 0)], []))) AS own
        FROM apart
    ),
    opened AS
    (
        SELECT
            * EXCEPT (touches),
            empty(own) AS is_null_path,
            arrayFilter(t -> NOT is_null_path OR t.journey_no = 1 + wins, touches) AS touches,
            own[-1].stage_no = 4 AS is_won,
            -- The conversion: the newest entry into won; a repeated win corrects the amount, or refunds a part of it.
            arrayLast(o -> o.is_win, own) AS won,
            arrayLast(o -> isNotNull(o.amount) AND NOT o.is_refund, own) AS valued,
            -- The journey starts after the newest win before this opportunity was first created: journey_no counts exactly those wins.
            arrayFirst(o -> o.stage_no >= 3, own).journey_no AS start_no,
            arrayFilter(o -> o.direction = 'back' AND o.journey_no >= start_no, own) AS own_loops
        FROM each
        WHERE if(is_null_path, notEmpty(touches), own[-1].stage_no >= 3)
    )
SELECT
    account_id,
    own[1].opportunity_id AS opportunity_id,
    is_null_path,
    is_won,
    -- A path that has not ended in a win ends with its newest touch.
    if(is_null_path, touches[-1].at, won.at) AS won_at,
    ifNull(valued.amount, 0)::Decimal(18, 4) AS amount,
    valued.currency AS currency,
    arrayMap(o -> (o.at, assumeNotNull(o.amount))::Tuple(at DateTime64(3, 'UTC'), amount Decimal(18, 4)),
        arrayFilter(o -> is_won AND o.is_refund AND o.n > won.n, own)) AS refunds,
    arrayFilter(t -> is_null_path OR (is_won AND t.at <= won.at), touches) AS touches,
    -- Visits that may earn a milestone's credit: of the account for mql and accepted, of this opportunity for opportunity; and when the newest
    -- loop before each was, of the account or of this opportunity likewise.
    arrayConcat(
        arrayMap(
            v -> (v.stage_no, v.at, ifNull(v.thrown_back_at < won.at, false), v.loop_at, v.loop_journey_no >= start_no)
            ::Tuple(stage_no UInt8, entered_at DateTime64(3, 'UTC'), thrown_back Bool, loop_at DateTime64(3, 'UTC'), looped Bool),
            arrayFilter(v -> v.journey_no >= start_no AND v.n < won.n, contact_visits)),
        arrayMap(
            o -> (o.stage_no, o.at, ifNull(o.thrown_back_at < won.at, false),
                arrayLast(l -> l.n < o.n, own_loops).at, arrayExists(l -> l.n < o.n, own_loops))
            ::Tuple(stage_no UInt8, entered_at DateTime64(3, 'UTC'), thrown_back Bool, loop_at DateTime64(3, 'UTC'), looped Bool),
            arrayFilter(o -> o.stage_no = 3 AND o.n < won.n, own))) AS candidates
FROM opened
