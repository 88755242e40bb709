-- How did each account move through the stages, and by which touches? Stage, loop and attribution questions are all answered from this.
-- Rules: docs/semantics.md "The stage-visit ledger". Parameters: as_of DateTime64(3). Grain: one visit (kind = 'visit') or one touch (kind = 'touch').
WITH
    touches AS
    (
        SELECT account_id, contact_id, event_id, source, occurred_at, channel, campaign_id, content_id
        FROM (INCLUDE account_events)
        WHERE type = 'content_viewed'
    ),
    -- The stage each subject held before a move: a contact starts at engaged (0), an opportunity below opportunity (3).
    held AS
    (
        SELECT
            *,
            lagInFrame(stage_no, 1, if(is_opportunity, 2, 0)) OVER (PARTITION BY account_id, subject ORDER BY occurred_at, event_id, source, sub_no
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS held_no
        FROM (INCLUDE account_moves)
    ),
    directed AS
    (
        SELECT
            account_id, contact_id, opportunity_id, subject, is_opportunity, stage_no, held_no, sub_no,
            -- An accepted contact that is handed over again was qualified anew.
            if(type = 'mql_created' AND held_no = 2, 'requalified', held.reason) AS reason, occurred_at, event_id, source, amount, currency,
            has_row OR has_row_if_beyond AS is_visit,
            is_visit AND stage_no < held_no AS is_loop,
            is_loss_restart,
            false AS is_first_touch
        FROM held
        -- Recycling every contact leaves those at engaged alone.
        WHERE NOT (has_row_if_beyond AND held_no = 0)
        UNION ALL
        SELECT
            account_id, contact_id, '', concat('c:', contact_id), false, 0, 0, 0, '', occurred_at, event_id, source, NULL, '',
            true, false, false, true
        FROM touches
        ORDER BY occurred_at, event_id, source
        LIMIT 1 BY account_id
    ),
    -- When the subject moved on, and when it was thrown back: to engaged (below any stage), or below accepted. Looking from the end of time
    -- backwards, the last value met is the next one; the first touch moves nobody.
    followed AS
    (
        SELECT
            *,
            anyLast(if(is_first_touch, NULL, occurred_at)) OVER from_the_end AS left_at,
            anyLast(if(is_first_touch, NULL, multiIf(NOT is_visit, 'restart', stage_no > held_no, 'forward', is_loop, 'back', 'repeat'))) OVER from_the_end AS ended_by,
            anyLast(if(is_loss_restart OR (is_loop AND stage_no < 1), occurred_at, NULL)) OVER from_the_end AS thrown_to_engaged_at,
            anyLast(if(is_loss_restart OR (is_loop AND stage_no < 2), occurred_at, NULL)) OVER from_the_end AS thrown_below_accepted_at
        FROM directed
        WINDOW from_the_end AS (PARTITION BY account_id, subject ORDER BY occurred_at DESC, event_id DESC, source DESC, sub_no DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ),
    together AS
    (
        SELECT
            account_id, contact_id, opportunity_id, is_opportunity, is_first_touch, true AS is_visit, stage_no, held_no, sub_no, is_loop, reason,
            occurred_at, event_id, source, amount, currency, left_at, ended_by,
            if(stage_no = 2, thrown_below_accepted_at, thrown_to_engaged_at) AS thrown_back_at,
            '' AS channel, '' AS campaign_id, '' AS content_id
        FROM followed AS moves
        WHERE moves.is_visit
        UNION ALL
        SELECT
            account_id, contact_id, '', false, false, false, 0, 0, 0, false, '',
            occurred_at, event_id, source, NULL, '', NULL, NULL, NULL, channel, campaign_id, content_id
        FROM touches
    ),
    -- Along the account: wins end a journey, the newest touch so far is the anchor (a touch at the same instant counts).
    journeyed AS
    (
        SELECT
            *,
            1 + countIf(is_visit AND stage_no = 4 AND held_no != 4) OVER before AS journey_no,
            anyLast(if(is_visit, NULL, event_id)) OVER so_far AS anchor_event_id,
            anyLast(if(is_visit, NULL, source)) OVER so_far AS anchor_source,
            anyLast(if(is_visit, NULL, occurred_at)) OVER so_far AS anchor_at
        FROM together
        WINDOW
            before AS (PARTITION BY account_id ORDER BY occurred_at, is_visit, event_id, source, sub_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
            so_far AS (PARTITION BY account_id ORDER BY occurred_at, is_visit, event_id, source, sub_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    )
SELECT
    if(is_visit, 'visit', 'touch') AS kind,
    account_id, contact_id, opportunity_id, is_opportunity, stage_no, held_no, sub_no, reason, event_id, source, occurred_at, left_at, ended_by, thrown_back_at,
    amount, currency, channel, campaign_id, content_id, journey_no, anchor_event_id, anchor_source, anchor_at,
    multiIf(is_first_touch OR stage_no > held_no, 'forward', stage_no < held_no, 'back', 'repeat') AS direction,
    row_number() OVER (PARTITION BY account_id, is_visit, stage_no ORDER BY occurred_at, event_id, source, sub_no) AS visit_no,
    1 + countIf(is_loop) OVER along_journey AS cycle_no,
    anyLast(if(is_loop, occurred_at, NULL)) OVER along_journey AS loop_at,
    -- The account's newest loop before this row, and in which journey it was.
    anyLast(if(is_loop, occurred_at, NULL)) OVER earlier AS prior_loop_at,
    anyLast(if(is_loop, journey_no, NULL)) OVER earlier AS prior_loop_journey_no
FROM journeyed
WINDOW earlier AS (PARTITION BY account_id ORDER BY occurred_at, is_visit, event_id, source, sub_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
    along_journey AS (PARTITION BY account_id, journey_no ORDER BY occurred_at, is_visit, event_id, source, sub_no
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
