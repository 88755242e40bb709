-- How many dead letters fit, by code, and how many of them wait for a replay? An empty text lets all pass.
-- Parameters: code String, source String, since DateTime64(3). Grain: one code.
SELECT
    code,
    count() AS dead_letters,
    countIf(replay_outcome NOT IN ('stored', 'repeated', 'erased') AND replay_of = '') AS waiting
FROM dead_letters
WHERE ({code:String} = '' OR code = {code:String})
    AND ({source:String} = '' OR source = {source:String})
    AND refused_at >= {since:DateTime64(3)}
GROUP BY code
ORDER BY dead_letters DESC, code
