-- Which moves do the events of an account make? Each stage event becomes the moves of its subjects: a visit (`has_row`), a recycling of every
-- contact (a row only for those beyond engaged), or a restart without a row (a loss or a win puts contacts back to engaged).
-- Parameters: as_of DateTime64(3), accounts Array(String) (empty: all), opportunities_only UInt8. Grain: one move of one subject (a contact or an opportunity).
WITH
    staged AS
    (
        SELECT
            account_id, contact_id, opportunity_id, type, reason, owner_id, occurred_at, event_id, source, amount, currency,
            transform(type, ['mql_created', 'mql_accepted', 'opportunity_created', 'opportunity_won'], [1, 2, 3, 4], 0) AS to_stage_no,
            -- The stage this opportunity held before; it starts below opportunity (3). Meaningless for contact events, and unused there.
            lagInFrame(to_stage_no, 1, 2) OVER subject_so_far AS opportunity_held,
            groupUniqArrayIf(contact_id, contact_id != '' AND opportunity_id = '') OVER whole_account AS contacts
        FROM (INCLUDE account_events)
        WHERE type IN ('mql_created', 'mql_accepted', 'mql_rejected', 'lead_recycled', 'opportunity_created', 'opportunity_won', 'opportunity_lost')
        WINDOW
            subject_so_far AS (PARTITION BY account_id, opportunity_id ORDER BY occurred_at, event_id, source
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING),
            whole_account AS (PARTITION BY account_id)
    ),
    moved AS
    (
        SELECT
            *,
            type = 'opportunity_won' AND opportunity_held != 4 AS is_win,
            -- Which contacts this event sends back or restarts: the one it names, else every contact, in order of their ids.
            multiIf(
                type = 'lead_recycled' AND contact_id = '', arraySort(contacts),
                type = 'opportunity_lost' AND contact_id != '', [contact_id],
                type = 'opportunity_lost' OR is_win, arraySort(contacts),
                []) AS others,
            -- (subject is an opportunity, contact, ends by loss, has a row, has a row only beyond engaged)
            arrayConcat(
                if(type = 'lead_recycled' AND contact_id = '', [], [(type LIKE 'opportunity%', contact_id, false, true, false)]),
                arrayMap(other -> (false, other, type = 'opportunity_lost', false, type = 'lead_recycled'), others)) AS moves
        FROM staged
    )
SELECT
    account_id,
    move.1 AS is_opportunity,
    move.2 AS contact_id,
    if(move.1, opportunity_id, '') AS opportunity_id,
    if(move.1, concat('o:', opportunity_id), concat('c:', move.2)) AS subject,
    if(move.1 OR move.4, to_stage_no, 0) AS stage_no,
    move.3 AS is_loss_restart,
    move.4 AS has_row,
    move.5 AS has_row_if_beyond,
    sub_no,
    type, reason, owner_id, occurred_at, event_id, source,
    if(move.1, amount, NULL) AS amount,
    if(move.1, currency, '') AS currency
FROM moved
ARRAY JOIN moves AS move, arrayEnumerate(moves) AS sub_no
