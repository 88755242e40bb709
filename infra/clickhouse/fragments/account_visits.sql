-- What came before and after each visit of an account, and through which channel did it come? The rows of `ledger` as arrays, for questions that follow
-- a subject or a journey further. No lambda captures an array, see account_ledgers.
-- Parameters: as_of DateTime64(3), accounts Array(String) (empty: all), opportunities_only UInt8. Grain: one account; its touches in time, its visits subject by subject (a first
-- touch, which moves nobody, before the others).
WITH
    -- Each visit beside its event (found by `n`) and its anchor (found by its number): sorted in behind them, then filled from the front.
    beside AS
    (
        SELECT
            account_id, touches, visits, journey_nos, cycle_nos,
            arraySort(x -> (x.n, x.is_visit), arrayConcat(
                arrayMap((e, n) -> (n, false, e.kind, e.reason, e.amount, e.currency)
                    ::Tuple(n UInt32, is_visit Bool, kind UInt8, reason String, amount Nullable(Decimal(18, 4)), currency String), staged, arrayEnumerate(staged)),
                arrayMap(v -> (v.n, true, 0, '', NULL, '')
                    ::Tuple(n UInt32, is_visit Bool, kind UInt8, reason String, amount Nullable(Decimal(18, 4)), currency String), visits))) AS by_event,
            arraySort(x -> (x.touch, x.is_visit, x.visit), arrayConcat(
                [(0, false, 0, 'unattributed')::Tuple(touch UInt32, is_visit Bool, visit UInt32, channel String)],
                arrayMap((t, touch) -> (touch, false, 0, t.channel)
                    ::Tuple(touch UInt32, is_visit Bool, visit UInt32, channel String), touches, arrayEnumerate(touches)),
                arrayMap((touch, visit) -> (touch, true, visit, '')
                    ::Tuple(touch UInt32, is_visit Bool, visit UInt32, channel String), anchor_nos, arrayEnumerate(anchor_nos)))) AS by_anchor
        FROM (INCLUDE account_ledgers)
    ),
    filled AS
    (
        SELECT
            account_id, touches, visits, journey_nos, cycle_nos,
            arrayFilter((x, is_visit) -> is_visit, arrayFill(x -> NOT x.is_visit, by_event), by_event.is_visit) AS events,
            -- In the order of their visits again.
            arrayMap(x -> x.2, arraySort(arrayFilter((x, is_visit) -> is_visit,
                arrayZip(by_anchor.visit, arrayFill((channel, is_visit) -> NOT is_visit, by_anchor.channel, by_anchor.is_visit)), by_anchor.is_visit))) AS channels,
            -- The visit after each one; a last element, of no journey, stands behind all.
            arrayPopFront(arrayPushBack(arrayZip(visits.at, journey_nos), (toDateTime64(0, 3, 'UTC'), toUInt32(0)))) AS later,
            arrayPopFront(arrayPushBack(visits.stage_no, toUInt8(0))) AS later_stage_nos
        FROM beside
    ),
    -- The next entry of each stage, and the newest mql visit before, of whatever journey.
    around AS
    (
        SELECT
            account_id, touches, visits, journey_nos, cycle_nos, events, channels,
            arrayReverseFill((x, stage_no) -> stage_no = 1, later, later_stage_nos) AS next_mql,
            arrayReverseFill((x, stage_no) -> stage_no = 2, later, later_stage_nos) AS next_accepted,
            arrayReverseFill((x, stage_no) -> stage_no = 3, later, later_stage_nos) AS next_opportunity,
            arrayReverseFill((x, stage_no) -> stage_no = 4, later, later_stage_nos) AS next_won,
            arrayFill((x, stage_no) -> stage_no = 1,
                arrayPopBack(arrayPushFront(arrayZip(channels, journey_nos), ('unattributed', toUInt32(0)))),
                arrayPopBack(arrayPushFront(visits.stage_no, toUInt8(1)))) AS former_mql
        FROM filled
    ),
    described AS
    (
        SELECT
            account_id, touches,
            arraySort(v -> (v.subject, NOT v.is_first_touch, v.n, v.sub_no), arrayMap(
                (v, e, journey_no, cycle_no, channel, mql, next1, next2, next3, next4) -> (
                    v.subject, v.is_opportunity, v.n, v.sub_no, v.stage_no, v.held_no, v.at, v.direction, v.ended_by, v.stage_no = 0 AND v.direction = 'forward',
                    e.kind,
                    -- An accepted contact that is handed over again was qualified anew.
                    if(e.kind = 1 AND v.held_no = 2, 'requalified', e.reason),
                    e.amount, e.currency, journey_no, cycle_no, channel,
                    if(mql.2 = journey_no, mql.1, 'unattributed'),
                    [if(next1.2 = journey_no, next1.1, NULL), if(next2.2 = journey_no, next2.1, NULL),
                        if(next3.2 = journey_no, next3.1, NULL), if(next4.2 = journey_no, next4.1, NULL)])
                ::Tuple(subject String, is_opportunity Bool, n UInt32, sub_no UInt32, stage_no UInt8, held_no UInt8, at DateTime64(3, 'UTC'), direction String,
                        ended_by String, is_first_touch Bool, kind UInt8, reason String, amount Nullable(Decimal(18, 4)), currency String, journey_no UInt32,
                        cycle_no UInt32, channel String, mql_channel String, onward Array(Nullable(DateTime64(3, 'UTC')))),
                visits, events, journey_nos, cycle_nos, channels, former_mql, next_mql, next_accepted, next_opportunity, next_won)) AS visits
        FROM around
    )
SELECT
    account_id,
    touches,
    -- `subject` of an opportunity begins with a zero character. `kind` is that of account_ledgers. `channel` is that of the anchor, 'unattributed' without
    -- one; `mql_channel` that of the journey's newest mql visit before. `onward`: when the account next entered mql, accepted, opportunity and won in the
    -- same journey, null where never.
    visits,
    -- The channel of the visit the subject left for this one; its own where there is none.
    arrayMap((v, former, former_channel, is_first_touch) -> if(former = v.subject AND NOT is_first_touch, former_channel, v.channel),
        visits,
        arrayPopBack(arrayPushFront(visits.subject, '\0\0')),
        arrayPopBack(arrayPushFront(visits.channel, '')),
        arrayPopBack(arrayPushFront(visits.is_first_touch, false))) AS left_channels
FROM described
