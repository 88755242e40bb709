-- Which of these event keys are stored, with what content, and where were they first read?
-- Parameters: keys Array(UInt64). Grain: one event key.
SELECT
    event_key,
    argMin(keys.content_key, stored_at) AS content_key,
    argMin(keys.topic, stored_at) AS topic,
    argMin(keys.partition, stored_at) AS partition,
    argMin(keys.offset, stored_at) AS offset
FROM event_keys AS keys
WHERE event_key IN {keys:Array(UInt64)}
GROUP BY event_key
