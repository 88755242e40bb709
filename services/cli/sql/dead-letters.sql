-- Which dead letters fit, newest first? An empty text or list lets all of them pass; `waiting` leaves out those that were stored since, and those
-- that are themselves repetitions of another. Parameters: code String, source String, since DateTime64(3), topics Array(String), offsets Array(UInt64),
-- places Array(String) (topic/partition/offset), waiting UInt8, rows_max UInt64. Grain: one dead letter.
SELECT topic, partition, offset, code, message, source, event_id, refused_at, replayed_at, replay_outcome, replay_of
FROM dead_letters
WHERE ({code:String} = '' OR code = {code:String})
    AND ({source:String} = '' OR source = {source:String})
    AND refused_at >= {since:DateTime64(3)}
    AND (empty({places:Array(String)}) OR (
        topic IN {topics:Array(String)} AND offset IN {offsets:Array(UInt64)}
        AND concat(topic, '/', toString(partition), '/', toString(offset)) IN {places:Array(String)}))
    AND ({waiting:UInt8} = 0 OR (replay_outcome NOT IN ('stored', 'repeated', 'erased') AND replay_of = ''))
ORDER BY refused_at DESC, topic, partition, offset
LIMIT {rows_max:UInt64}
