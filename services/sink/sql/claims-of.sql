-- Which message holds the claim on each of these events, and with what content? Parameters: keys Array(UInt64). Grain: one event key.
SELECT event_key, first.1 AS topic, first.2 AS partition, first.3 AS offset, first.4 AS content_key
FROM
(
    SELECT event_key, min((topic, partition, offset, content_key)) AS first
    FROM event_claims
    WHERE event_key IN {keys:Array(UInt64)}
    GROUP BY event_key
)
