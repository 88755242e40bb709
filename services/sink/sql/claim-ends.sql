-- How far have events of a topic been claimed? Parameters: topic String. Grain: one partition.
SELECT partition, max(offset) AS offset
FROM event_claims
WHERE topic = {topic:String}
GROUP BY partition
