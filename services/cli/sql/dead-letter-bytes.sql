-- What are the bytes of these dead letters? Parameters: topics Array(String), offsets Array(UInt64), places Array(String) (topic/partition/offset).
-- Grain: one dead letter.
SELECT topic, partition, offset, code, base64Encode(key) AS key_base64, base64Encode(value) AS value_base64
FROM dead_letters
WHERE topic IN {topics:Array(String)} AND offset IN {offsets:Array(UInt64)}
    AND concat(topic, '/', toString(partition), '/', toString(offset)) IN {places:Array(String)}
ORDER BY topic, partition, offset
