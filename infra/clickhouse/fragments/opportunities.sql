-- What is known of each opportunity's way through the funnel: where it stands, what began its journey, and how much of the time went into loops?
-- Its journey begins after the newest win of its account before it was first entered, and ends with its newest win, or its loss; it has not ended while
-- the opportunity is open. The time in loops is that between a loop and the return to the stage that was left, or to a later one: until the opportunity
-- was entered, of loops of the account's contacts (together: what overlaps counts once); from then on, from each loss of the opportunity to its next entry.
-- Parameters: as_of DateTime64(3), accounts Array(String) (empty: all), opportunities_only UInt8. Grain: one opportunity that ever entered opportunity or won.
WITH
    -- One array of visits for each opportunity.
    apart AS
    (
        SELECT
            account_id, touches, visits,
            arrayFilter(v -> v.is_opportunity, visits) AS own_visits,
            arrayFilter(own -> arrayExists(v -> v.stage_no >= 3, own), arraySplit((v, subject, former) -> subject != former, own_visits,
                own_visits.subject, arrayPopBack(arrayPushFront(own_visits.subject, '')))) AS owns
        FROM (INCLUDE account_visits)
        WHERE notEmpty(owns)
    ),
    entered AS
    (
        SELECT
            account_id, owns,
            arrayMap(own -> arrayFirst(v -> v.stage_no >= 3, own), owns) AS entries,
            -- What may have begun a journey: its first touch (1) and its first entry of mql or a later stage (2).
            arrayMap(t -> (t.journey_no, 1, t.at)::Tuple(journey_no UInt32, kind UInt8, at DateTime64(3, 'UTC')),
                arrayFilter((t, seen) -> seen = 1, touches, arrayEnumerateUniq(touches.journey_no))) AS first_touches,
            arraySort(v -> (v.journey_no, v.n), arrayFilter(v -> v.stage_no > 0 AND v.direction = 'forward', visits)) AS advances,
            arrayMap(v -> (v.journey_no, 2, v.at)::Tuple(journey_no UInt32, kind UInt8, at DateTime64(3, 'UTC')),
                arrayFilter((v, seen) -> seen = 1, advances, arrayEnumerateUniq(advances.journey_no))) AS first_advances,
            -- Loops of contacts that came back, in milliseconds.
            arrayMap(v -> (toUnixTimestamp64Milli(v.at),
                    toUnixTimestamp64Milli(assumeNotNull(arrayMin(arrayFilter(t -> isNotNull(t), arraySlice(v.onward, greatest(v.held_no, 1)))))))
                ::Tuple(from_ms Int64, to_ms Int64),
                arrayFilter(v -> NOT v.is_opportunity AND v.direction = 'back' AND arrayExists(t -> isNotNull(t), arraySlice(v.onward, greatest(v.held_no, 1))), visits)) AS absences
        FROM apart
    ),
    -- Each opportunity before the touches and advances of its journey: the nearest one behind it began it. (A last element of each kind stands behind all.)
    beginning AS
    (
        SELECT
            account_id, owns, entries, absences,
            arraySort(x -> (x.journey_no, x.kind, x.place), arrayConcat(
                arrayMap((v, place) -> (v.journey_no, 0, place, toDateTime64(0, 3, 'UTC'))
                    ::Tuple(journey_no UInt32, kind UInt8, place UInt32, at DateTime64(3, 'UTC')), entries, arrayEnumerate(entries)),
                arrayMap(x -> (x.journey_no, x.kind, 0, x.at)::Tuple(journey_no UInt32, kind UInt8, place UInt32, at DateTime64(3, 'UTC')),
                    arrayConcat(first_touches, first_advances)),
                [(4294967295, 3, 0, toDateTime64(0, 3, 'UTC'))::Tuple(journey_no UInt32, kind UInt8, place UInt32, at DateTime64(3, 'UTC'))])) AS line
        FROM entered
    ),
    begun AS
    (
        SELECT
            account_id, owns, entries, absences,
            arraySort(arrayFilter(x -> x.1 > 0, arrayZip(line.place, arrayReverseFill(x -> x.kind IN (1, 3), line), arrayReverseFill(x -> x.kind IN (2, 3), line)))) AS begins
        FROM beginning
    ),
    ended AS
    (
        SELECT
            account_id, owns, entries, absences,
            arrayMap(own -> arrayLast(v -> v.stage_no = 4 AND v.direction != 'repeat', own).at, owns) AS wins,
            -- The first touch counts while the journey lasts.
            arrayMap((own, b, won_at) -> if(b.2.kind = 1 AND (own[-1].stage_no = 3 OR b.2.at <= if(own[-1].stage_no = 4, won_at, own[-1].at)), b.2.at, NULL),
                owns, begins, wins) AS first_touch_ats,
            arrayMap((touch_at, b) -> ifNull(touch_at <= b.3.at, false), first_touch_ats, begins) AS sourceds,
            -- Moments at which the time in loops so far is wanted: a first touch, an entry.
            arrayConcat(
                arrayMap((touch_at, e, place) -> (toUnixTimestamp64Milli(ifNull(touch_at, e.at)), 0, 2 * place - 1)::Tuple(ms Int64, delta Int8, place UInt32),
                    first_touch_ats, entries, arrayEnumerate(entries)),
                arrayMap((e, place) -> (toUnixTimestamp64Milli(e.at), 0, 2 * place)::Tuple(ms Int64, delta Int8, place UInt32), entries, arrayEnumerate(entries))) AS moments
        FROM begun
    ),
    -- Sweeping over the account's time: how many contacts are thrown back, and how long at least one was so far.
    swept AS
    (
        SELECT
            account_id, owns, entries, wins, first_touch_ats, sourceds,
            arraySort(arrayConcat(
                moments,
                arrayMap(a -> (a.from_ms, 1, 0)::Tuple(ms Int64, delta Int8, place UInt32), absences),
                arrayMap(a -> (a.to_ms, -1, 0)::Tuple(ms Int64, delta Int8, place UInt32), absences))) AS sweep
        FROM ended
    ),
    looped AS
    (
        SELECT
            account_id, owns, entries, wins, first_touch_ats, sourceds,
            arrayPopBack(arrayPushFront(arrayCumSum(sweep.delta), 0)) AS depths,
            arrayMap(x -> x.2, arraySort(arrayFilter(x -> x.1 > 0,
                arrayZip(sweep.place, arrayCumSum((depth, gap_ms) -> if(depth > 0, gap_ms, 0), depths, arrayDifference(sweep.ms)))))) AS looped_ms
        FROM swept
    ),
    each AS
    (
        SELECT
            account_id, own, entry, won_at, first_touch_at, is_sourced,
            until_entry_ms - until_touch_ms AS looped_before_ms
        FROM looped
        ARRAY JOIN
            owns AS own, entries AS entry, wins AS won_at, first_touch_ats AS first_touch_at, sourceds AS is_sourced,
            arrayFilter((ms, place) -> place % 2 = 1, looped_ms, arrayEnumerate(looped_ms)) AS until_touch_ms,
            arrayFilter((ms, place) -> place % 2 = 0, looped_ms, arrayEnumerate(looped_ms)) AS until_entry_ms
    ),
    valued AS
    (
        SELECT
            *,
            -- A repeated win with a negative amount is a refund, and no value.
            arrayLast(v -> isNotNull(v.amount) AND NOT (v.stage_no = 4 AND v.direction = 'repeat' AND ifNull(v.amount < 0, false)), own) AS stated,
            -- From each loss to the next entry, milliseconds.
            arrayReverseFill(x -> x.2 >= 3, arrayPopFront(arrayPushBack(arrayMap(v -> (toUnixTimestamp64Milli(v.at), v.stage_no), own), (toInt64(0), toUInt8(3))))) AS next_entries,
            arrayFilter(a -> a.1 < toUnixTimestamp64Milli(won_at), arrayMap((v, later) -> (toUnixTimestamp64Milli(v.at), later.1),
                arrayFilter(v -> v.stage_no = 0 AND v.held_no >= 3, own),
                arrayFilter((later, v) -> v.stage_no = 0 AND v.held_no >= 3, next_entries, own))) AS own_absences
        FROM each
    )
SELECT
    account_id,
    substring(entry.subject, 2) AS opportunity_id,
    entry.journey_no AS journey_no,
    multiIf(own[-1].stage_no = 3, 'open', own[-1].stage_no = 4, 'won', 'lost') AS status,
    ifNull(stated.amount, 0)::Decimal(18, 4) AS amount,
    stated.currency AS currency,
    first_touch_at,
    entry.at AS entered_at,
    -- Null where it was won without having been created.
    if(entry.stage_no = 3, entry.at, NULL) AS created_at,
    if(status = 'won', won_at, NULL) AS closed_won_at,
    if(status = 'lost', own[-1].at, NULL) AS closed_lost_at,
    is_sourced,
    isNotNull(first_touch_at) AS is_influenced,
    if(status = 'won', arraySum(a -> a.2 - a.1, own_absences), 0) AS looped_since_created_ms,
    if(status = 'won' AND is_influenced, greatest(looped_before_ms, 0) + arraySum(a -> greatest(a.2 - greatest(a.1, toUnixTimestamp64Milli(assumeNotNull(first_touch_at))), 0), own_absences), 0)
        AS looped_since_touch_ms,
    -- When it was opened, each time, and when each of these times ended: (when, won or lost). What was won without having been open was so for an instant.
    arrayMap(v -> v.at, arrayFilter(v -> v.direction != 'repeat' AND (v.stage_no = 3 OR (v.stage_no = 4 AND v.held_no != 3)), own)) AS opened_ats,
    arrayMap(v -> (v.at, v.stage_no = 4)::Tuple(at DateTime64(3, 'UTC'), is_win Bool),
        arrayFilter(v -> (v.stage_no = 4 AND v.direction != 'repeat') OR (v.stage_no = 0 AND v.held_no = 3), own)) AS decisions
FROM valued
