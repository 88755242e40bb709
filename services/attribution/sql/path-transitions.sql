-- How often did paths go on from where to where? The counts a Markov chain is made of, null paths included.
-- Parameters: lookback_days UInt16, order UInt8 (1 to 3), by_stage UInt8. Grain: one (newest steps, next step or end).
WITH
    ('\0', '') AS none,
    stepped AS
    (
        SELECT
            path.is_won AS is_won,
            arrayMap(t -> (toString(t.channel), if({by_stage:UInt8} = 1, ['engaged', 'mql', 'accepted', 'opportunity', 'won'][t.stage_no + 1], '')), path.eligible) AS steps,
            arrayPushFront(steps, none) AS newest,
            arrayPopBack(arrayPushFront(newest, none)) AS second,
            arrayPopBack(arrayPushFront(second, none)) AS third
        FROM (SELECT arrayJoin(paths) AS path FROM account_attribution FINAL)
        WHERE path.lookback_days = {lookback_days:UInt16} AND (path.is_won OR path.is_null_path) AND notEmpty(path.eligible)
    )
SELECT
    arrayFilter(s -> s != none, [if({order:UInt8} >= 3, a, none), if({order:UInt8} >= 2, b, none), c]) AS from,
    if(d = none, ('', ''), d) AS to,
    multiIf(d != none, 'step', is_won, 'conversion', 'null') AS what,
    count() AS count
FROM stepped
ARRAY JOIN third AS a, second AS b, newest AS c, arrayPushBack(steps, none) AS d
GROUP BY from, to, what
ORDER BY from, to, what
