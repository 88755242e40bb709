-- How did each account move through the stages? Rules: docs/semantics.md "The stage-visit ledger".
-- Parameters: as_of DateTime64(3), accounts Array(String) (empty: all), opportunities_only UInt8. Grain: one visit.
WITH
    -- Each visit beside its event (found by `n`) and its anchor (found by its number): sorted in behind them, then filled from the front.
    beside AS
    (
        SELECT
            account_id, visits, journey_nos, cycle_nos, loops_so_far,
            arraySort(x -> (x.n, x.is_visit), arrayConcat(
                arrayMap((e, n) -> (n, false, e.event_id, e.source, e.reason, e.contact_id, e.opportunity_id, e.kind)
                    ::Tuple(n UInt32, is_visit Bool, event_id String, source String, reason String, contact_id String, opportunity_id String, kind UInt8),
                    staged, arrayEnumerate(staged)),
                arrayMap(v -> (v.n, true, '', '', '', '', '', 0)
                    ::Tuple(n UInt32, is_visit Bool, event_id String, source String, reason String, contact_id String, opportunity_id String, kind UInt8), visits))) AS by_event,
            arraySort(x -> (x.touch, x.is_visit, x.visit), arrayConcat(
                [(0, false, 0, '', toDateTime64(0, 3, 'UTC'))::Tuple(touch UInt32, is_visit Bool, visit UInt32, event_id String, at DateTime64(3, 'UTC'))],
                arrayMap((t, touch) -> (touch, false, 0, t.event_id, t.at)
                    ::Tuple(touch UInt32, is_visit Bool, visit UInt32, event_id String, at DateTime64(3, 'UTC')), touches, arrayEnumerate(touches)),
                arrayMap((touch, visit) -> (touch, true, visit, '', toDateTime64(0, 3, 'UTC'))
                    ::Tuple(touch UInt32, is_visit Bool, visit UInt32, event_id String, at DateTime64(3, 'UTC')), anchor_nos, arrayEnumerate(anchor_nos)))) AS by_anchor
        FROM (INCLUDE account_ledgers)
    ),
    filled AS
    (
        SELECT
            account_id, visits, journey_nos, cycle_nos, loops_so_far,
            arrayFilter((x, is_visit) -> is_visit, arrayFill(x -> NOT x.is_visit, by_event), by_event.is_visit) AS events,
            -- In the order of their visits again.
            arrayMap(x -> (x.2, x.3), arraySort(arrayFilter((x, is_visit) -> is_visit,
                arrayZip(by_anchor.visit, arrayFill((id, is_visit) -> NOT is_visit, by_anchor.event_id, by_anchor.is_visit),
                    arrayFill((at, is_visit) -> NOT is_visit, by_anchor.at, by_anchor.is_visit)), by_anchor.is_visit))) AS anchors,
            arrayEnumerateUniq(visits.stage_no) AS visit_nos
        FROM beside
    )
SELECT
    account_id,
    if(visit.is_opportunity, event.contact_id, visit.subject) AS contact_id,
    if(visit.is_opportunity, event.opportunity_id, '') AS opportunity_id,
    visit.is_opportunity AS is_opportunity,
    visit.stage_no AS stage_no,
    visit.held_no AS held_no,
    visit.n AS n,
    visit.sub_no AS sub_no,
    visit.direction AS direction,
    -- An accepted contact that is handed over again was qualified anew.
    if(event.kind = 1 AND held_no = 2, 'requalified', event.reason) AS reason,
    visit.at AS occurred_at,
    visit.left_at AS left_at,
    visit.ended_by AS ended_by,
    visit.thrown_back_at AS thrown_back_at,
    event.event_id AS event_id,
    event.source AS source,
    visit_no,
    journey_no,
    cycle_no,
    anchor.1 AS anchor_event_id,
    -- The anchor is older than the loop that began this cycle.
    (cycle_no > 1 AND anchor_event_id != '' AND anchor.2 < loop.1)::Bool AS carried
FROM filled
ARRAY JOIN visits AS visit, events AS event, anchors AS anchor, visit_nos AS visit_no, journey_nos AS journey_no, cycle_nos AS cycle_no, loops_so_far AS loop
