-- How did each account move through the stages, and by which touches? One row holds an account's whole ledger as arrays; stage, loop and attribution
-- questions are all answered from it. Rules: docs/semantics.md "The stage-visit ledger".
-- Every step passes over an array once, or sorts it: an account may have thousands of touches, visits and opportunities. No lambda captures an array:
-- it would be copied for each element. One step per layer: ClickHouse names a column by its whole expression.
-- Parameters: as_of DateTime64(3), accounts Array(String) (empty: all), opportunities_only UInt8. Grain: one account.
WITH
    grouped AS
    (
        SELECT
            account_id,
            arraySort(t -> (t.at, t.event_id, t.source), groupArrayIf(
                (occurred_at, event_id, source, contact_id, channel, campaign_id, content_id)
                ::Tuple(at DateTime64(3, 'UTC'), event_id String, source String, contact_id String, channel String, campaign_id String, content_id String),
                type = 'content_viewed')) AS met,
            groupArrayIf(
                (occurred_at, event_id, source, transform(type,
                    ['mql_created', 'mql_accepted', 'opportunity_created', 'opportunity_won', 'mql_rejected', 'lead_recycled', 'opportunity_lost'],
                    [1, 2, 3, 4, 5, 6, 7], 0), contact_id, opportunity_id, reason, amount, currency)
                ::Tuple(at DateTime64(3, 'UTC'), event_id String, source String, kind UInt8, contact_id String, opportunity_id String, reason String,
                        amount Nullable(Decimal(18, 4)), currency String),
                type != 'content_viewed') AS stage_events
        FROM (INCLUDE account_events)
        GROUP BY account_id
    ),
    -- All stage events in the total order, the first touch among them (kind 0).
    staging AS
    (
        SELECT
            account_id, met,
            arraySort(e -> (e.at, e.event_id, e.source), arrayConcat(
                stage_events,
                arrayMap(t -> (t.at, t.event_id, t.source, 0, t.contact_id, '', '', NULL, '')
                    ::Tuple(at DateTime64(3, 'UTC'), event_id String, source String, kind UInt8, contact_id String, opportunity_id String, reason String,
                        amount Nullable(Decimal(18, 4)), currency String),
                    arraySlice(met, 1, 1)))) AS staged
        FROM grouped
    ),
    -- `n` is the place in that order.
    numbered AS
    (
        SELECT
            account_id, met, staged,
            arrayMap((e, n) -> (n, e.opportunity_id, e.kind, if(e.kind <= 4, e.kind, 0), e.at, e.contact_id)
                ::Tuple(n UInt32, subject String, kind UInt8, stage_no UInt8, at DateTime64(3, 'UTC'), contact_id String), staged, arrayEnumerate(staged)) AS steps,
            -- Contacts marketing or sales ever had in hand: a mere visitor is nobody's to restart.
            arraySort(arrayDistinct(arrayMap(e -> e.contact_id, arrayFilter(e -> e.kind IN (1, 2, 5, 6) AND e.contact_id != '', staged)))) AS contacts
        FROM staging
    ),
    opportunity_steps AS
    (
        SELECT *, arraySort(s -> (s.subject, s.n), arrayFilter(s -> s.kind IN (3, 4, 7), steps)) AS ordered
        FROM numbered
    ),
    -- Subject by subject in order, the one before is what the subject held (2: below opportunity).
    opportunity_held AS
    (
        SELECT
            account_id, met, staged, steps, contacts,
            arrayMap(
                (s, former, stage_no) -> (s.n, s.subject, s.kind, s.stage_no, s.at, s.contact_id, if(former = s.subject, stage_no, 2))
                ::Tuple(n UInt32, subject String, kind UInt8, stage_no UInt8, at DateTime64(3, 'UTC'), contact_id String, held_no UInt8),
                ordered,
                arrayPopBack(arrayPushFront(ordered.subject, '\0')),
                arrayPopBack(arrayPushFront(ordered.stage_no, 2))) AS opportunity_moves
        FROM opportunity_steps
    ),
    -- Events that reach every contact of the account: a recycling (effect 1), a loss (2), a win (3).
    spread AS
    (
        SELECT
            *,
            arrayConcat(
                arrayMap(s -> (s.n, s.at, 1)::Tuple(n UInt32, at DateTime64(3, 'UTC'), effect UInt8), arrayFilter(s -> s.kind = 6 AND s.contact_id = '', steps)),
                arrayMap(s -> (s.n, s.at, if(s.kind = 7, 2, 3))::Tuple(n UInt32, at DateTime64(3, 'UTC'), effect UInt8),
                    arrayFilter(s -> (s.kind = 7 AND s.contact_id = '') OR (s.kind = 4 AND s.held_no != 4), opportunity_moves))) AS everybody
        FROM opportunity_held
    ),
    -- What happens to contacts: a move (effect 0), a recycling of those beyond engaged only (1), a restart by a loss (2) or by a win (3).
    contact_steps AS
    (
        SELECT
            account_id, met, staged, opportunity_moves,
            arraySort(m -> (m.subject, m.n, m.sub_no), arrayConcat(
                arrayMap(s -> (s.n, 1, s.contact_id, s.stage_no, s.at, 0)::Tuple(n UInt32, sub_no UInt32, subject String, stage_no UInt8, at DateTime64(3, 'UTC'), effect UInt8),
                    arrayFilter(s -> s.kind IN (1, 2, 5) OR (s.kind = 6 AND s.contact_id != ''), steps)),
                arrayMap(s -> (s.n, 1, s.contact_id, 0, s.at, 2)::Tuple(n UInt32, sub_no UInt32, subject String, stage_no UInt8, at DateTime64(3, 'UTC'), effect UInt8),
                    arrayFilter(s -> s.kind = 7 AND s.contact_id != '', opportunity_moves)),
                arrayFlatten(arrayMap(
                    (s, whom) -> arrayMap((contact, sub_no) -> (s.n, sub_no, contact, 0, s.at, s.effect)::Tuple(n UInt32, sub_no UInt32, subject String, stage_no UInt8, at DateTime64(3, 'UTC'), effect UInt8), whom, arrayEnumerate(whom)),
                    everybody,
                    arrayWithConstant(length(everybody), contacts))))) AS ordered
        FROM spread
    ),
    contact_held AS
    (
        SELECT
            account_id, met, staged, opportunity_moves,
            arrayMap(
                (m, former, stage_no) -> (m.n, m.sub_no, false, m.subject, m.stage_no, m.at, m.effect, if(former = m.subject, stage_no, 0))::Tuple(n UInt32, sub_no UInt32, is_opportunity Bool, subject String, stage_no UInt8, at DateTime64(3, 'UTC'), effect UInt8, held_no UInt8),
                ordered,
                arrayPopBack(arrayPushFront(ordered.subject, '\0')),
                arrayPopBack(arrayPushFront(ordered.stage_no, 0))) AS contact_moves
        FROM contact_steps
    ),
    -- Contacts and opportunities together, subject by subject (no contact's id begins with a zero character).
    moved AS
    (
        SELECT
            account_id, met, staged,
            arrayConcat(
                -- Recycling everybody leaves those at engaged alone.
                arrayFilter(m -> m.effect != 1 OR m.held_no > 0, contact_moves),
                arrayMap(s -> (s.n, 0, true, concat('\0', s.subject), s.stage_no, s.at, 0, s.held_no)::Tuple(n UInt32, sub_no UInt32, is_opportunity Bool, subject String, stage_no UInt8, at DateTime64(3, 'UTC'), effect UInt8, held_no UInt8), opportunity_moves)) AS moves
        FROM contact_held
    ),
    directed AS
    (
        SELECT
            *,
            arrayMap(m -> multiIf(m.effect >= 2, 'restart', m.stage_no < m.held_no, 'back', m.stage_no > m.held_no, 'forward', 'repeat'), moves) AS kinds,
            arrayMap((m, kind) -> m.effect = 2 OR (kind = 'back' AND m.stage_no < 1), moves, kinds) AS to_engaged,
            arrayMap((m, kind) -> m.effect = 2 OR (kind = 'back' AND m.stage_no < 2), moves, kinds) AS below_accepted,
            -- What comes next, seen from each move; a last element stands behind all.
            arrayPopFront(arrayPushBack(moves.subject, '')) AS next_subject,
            arrayPopFront(arrayPushBack(moves.at, toDateTime64(0, 3, 'UTC'))) AS next_at,
            arrayPopFront(arrayPushBack(kinds, '')) AS next_kind
        FROM moved
    ),
    -- The next move that throws back: to engaged, or below accepted. And the first touch's contact after it.
    thrown AS
    (
        SELECT
            account_id, met, staged, moves, kinds, next_subject, next_at, next_kind,
            arrayReverseFill((v, is_throw) -> is_throw, arrayZip(next_subject, next_at), arrayPopFront(arrayPushBack(to_engaged, true))) AS next_to_engaged,
            arrayReverseFill((v, is_throw) -> is_throw, arrayZip(next_subject, next_at), arrayPopFront(arrayPushBack(below_accepted, true))) AS next_below_accepted,
            arrayFirstIndex(e -> e.kind = 0, staged) AS first_n,
            staged[first_n] AS first,
            arrayFilter(m -> m.1 = first.contact_id AND m.2 > first_n AND first_n > 0, arrayZip(moves.subject, moves.n, moves.at, kinds))[1] AS first_left
        FROM directed
    ),
    -- The visits, in order; restarts have said what they had to.
    visited AS
    (
        SELECT
            account_id, met, staged,
            arraySort(v -> (v.n, v.sub_no), arrayConcat(
                arrayMap(
                    (m, kind, subject, at, after, engaged, accepted) -> (
                        m.n, m.sub_no, m.is_opportunity, m.subject, m.stage_no, m.at, m.held_no, kind = 'back',
                        m.is_opportunity AND m.stage_no = 4 AND m.held_no != 4, kind,
                        if(subject = m.subject, at, NULL), if(subject = m.subject, after, ''),
                        multiIf(m.stage_no = 2 AND accepted.1 = m.subject, accepted.2, m.stage_no != 2 AND engaged.1 = m.subject, engaged.2, NULL))
                    ::Tuple(n UInt32, sub_no UInt32, is_opportunity Bool, subject String, stage_no UInt8, at DateTime64(3, 'UTC'), held_no UInt8, is_loop Bool,
                          is_win Bool, direction String, left_at Nullable(DateTime64(3, 'UTC')), ended_by String, thrown_back_at Nullable(DateTime64(3, 'UTC'))),
                    moves, kinds, next_subject, next_at, next_kind, next_to_engaged, next_below_accepted),
                -- The first touch is a visit that moves nobody; it lasts until its contact's next move.
                arrayMap(e -> (first_n, 0, false, e.contact_id, 0, e.at, 0, false, false, 'forward',
                        if(first_left.2 > 0, first_left.3, NULL), first_left.4, NULL)
                    ::Tuple(n UInt32, sub_no UInt32, is_opportunity Bool, subject String, stage_no UInt8, at DateTime64(3, 'UTC'), held_no UInt8, is_loop Bool,
                          is_win Bool, direction String, left_at Nullable(DateTime64(3, 'UTC')), ended_by String, thrown_back_at Nullable(DateTime64(3, 'UTC'))),
                    arrayFilter(e -> first_n > 0, [first])))) AS all_visits,
            arrayFilter(v -> v.direction != 'restart', all_visits) AS visits
        FROM thrown
    ),
    -- Running along the account: its wins and loops so far, those before the newest win, and the newest loop.
    running AS
    (
        SELECT
            account_id, met, staged, visits,
            arrayCumSum(visits.is_win) AS wins,
            arrayCumSum(visits.is_loop) AS loops,
            arrayMap((so_far, own) -> 1 + so_far - own, wins, visits.is_win) AS journey_nos,
            arrayFill((l, is_first) -> is_first, arrayPopBack(arrayPushFront(loops, 0)), arrayPopBack(arrayPushFront(visits.is_win, true))) AS former_loops,
            arrayMap((so_far, former) -> 1 + so_far - former, loops, former_loops) AS cycle_nos,
            arrayFill((l, is_loop) -> is_loop, arrayZip(visits.at, journey_nos), visits.is_loop) AS newest_loops
        FROM visited
    ),
    -- Touches and visits together in time; a touch at the instant of a visit comes before it.
    timed AS
    (
        SELECT
            account_id, met, staged, visits, journey_nos, cycle_nos, loops, newest_loops,
            arraySort(x -> (x.at, x.is_visit, x.n), arrayConcat(
                arrayMap((t, n) -> (t.at, 0, n, n, 1, 1, 0)
                    ::Tuple(at DateTime64(3, 'UTC'), is_visit UInt8, n UInt32, touch UInt32, journey_no UInt32, cycle_no UInt32, stage_no UInt8),
                    met, arrayEnumerate(met)),
                -- After a win a new journey has begun.
                arrayMap((v, n, won, cycle_no) -> (v.at, 1, n, 0, 1 + won, if(v.is_win, 1, cycle_no), if(v.is_win, 0, v.stage_no))
                    ::Tuple(at DateTime64(3, 'UTC'), is_visit UInt8, n UInt32, touch UInt32, journey_no UInt32, cycle_no UInt32, stage_no UInt8),
                    visits, arrayEnumerate(visits), wins, cycle_nos))) AS timeline
        FROM running
    ),
    placed AS
    (
        SELECT
            *,
            arrayFilter((x, is_visit) -> NOT is_visit, arrayFill(x -> x.is_visit, timeline), timeline.is_visit) AS around_touches,
            arrayFilter((touch, is_visit) -> is_visit, arrayFill((touch, is_visit) -> NOT is_visit, timeline.touch, timeline.is_visit), timeline.is_visit) AS anchor_nos
        FROM timed
    )
SELECT
    account_id,
    staged,
    arrayMap((t, around) -> (t.at, t.event_id, t.source, t.channel, t.campaign_id, t.content_id, around.journey_no, around.cycle_no, around.stage_no)
        ::Tuple(at DateTime64(3, 'UTC'), event_id String, source String, channel String, campaign_id String, content_id String, journey_no UInt32, cycle_no UInt32, stage_no UInt8),
        met, around_touches) AS touches,
    visits,
    journey_nos,
    cycle_nos,
    -- Of each visit: the touch that is its anchor (0: none), and the account's newest loop at or before it and before it: when, and in which journey (0: none).
    anchor_nos,
    arrayMap((loop, count) -> if(count > 0, loop, (toDateTime64(0, 3, 'UTC'), 0)), newest_loops, loops) AS loops_so_far,
    arrayPopBack(arrayPushFront(loops_so_far, (toDateTime64(0, 3, 'UTC'), 0))) AS prior_loops
FROM placed
