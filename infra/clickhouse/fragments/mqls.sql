-- What became of each MQL? An MQL is a visit to mql that is no repetition of one still undecided: what opens a handoff. It was accepted when its contact
-- next moved to accepted; it looped when its contact was sent back after it: rejected, recycled, or qualified anew, from mql or from accepted. A
-- restart, by a loss or a win, ends its story without either.
-- Parameters: as_of DateTime64(3), accounts Array(String) (empty: all), opportunities_only UInt8. Grain: one MQL.
WITH
    stepped AS
    (
        SELECT account_id, arrayFilter(v -> NOT v.is_opportunity AND NOT v.is_first_touch, visits) AS steps
        FROM (INCLUDE account_visits)
    ),
    -- What ends the story of the MQL before: a loop, the next MQL, another contact, a restart. A last element ends them all.
    ended AS
    (
        SELECT
            account_id,
            arrayMap((v, former, ended_by) -> (v.stage_no = 1 AND v.direction != 'repeat') OR v.direction = 'back' OR v.subject != former OR ended_by = 'restart',
                steps,
                arrayPopBack(arrayPushFront(steps.subject, '\0')),
                arrayPopBack(arrayPushFront(steps.ended_by, ''))) AS is_end,
            arrayMap((v, ends) -> (v.subject, v.stage_no, v.held_no, v.at, v.direction, v.kind, v.reason, v.journey_no, v.channel, v.onward, ends)
                ::Tuple(subject String, stage_no UInt8, held_no UInt8, at DateTime64(3, 'UTC'), direction String, kind UInt8, reason String, journey_no UInt32,
                        channel String, onward Array(Nullable(DateTime64(3, 'UTC'))), is_end Bool), steps, is_end) AS moves,
            arrayPopFront(arrayPushBack(moves, ('', 0, 0, toDateTime64(0, 3, 'UTC'), '', 0, '', 0, '', [], true)
                ::Tuple(subject String, stage_no UInt8, held_no UInt8, at DateTime64(3, 'UTC'), direction String, kind UInt8, reason String, journey_no UInt32,
                        channel String, onward Array(Nullable(DateTime64(3, 'UTC'))), is_end Bool))) AS later
        FROM stepped
    ),
    followed AS
    (
        SELECT
            account_id, moves,
            arrayReverseFill(v -> v.is_end OR v.stage_no = 2, later) AS decisions,
            arrayReverseFill(v -> v.is_end, later) AS ends
        FROM ended
    )
SELECT
    account_id,
    move.subject AS contact_id,
    move.at AS entered_at,
    move.channel AS channel,
    NOT decision.is_end AS is_accepted,
    end.direction = 'back' AS has_looped,
    if(has_looped, end.kind, 0) AS looped_by,
    if(has_looped, end.reason, '') AS reason,
    if(has_looped, end.at, NULL) AS looped_at,
    -- When the account came back to the stage the contact was sent back from, or further, and when it won, in the same journey.
    if(has_looped, arrayMin(arrayFilter(t -> isNotNull(t), arraySlice(end.onward, greatest(end.held_no, 1)))), NULL) AS returned_at,
    if(has_looped, end.onward[4], NULL) AS won_at
FROM followed
ARRAY JOIN moves AS move, decisions AS decision, ends AS end
WHERE move.stage_no = 1 AND move.direction != 'repeat'
