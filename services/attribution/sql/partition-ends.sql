-- How far has each partition been stored? Parameters: topic String. Grain: one partition.
SELECT partition, max(to_offset) AS offset
FROM arrived_batches
WHERE topic = {topic:String}
GROUP BY partition
ORDER BY partition
