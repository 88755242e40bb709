-- How far has each partition been stored? Parameters: topic String. Grain: one partition.
SELECT partition, max(offset) AS offset
FROM arrivals
WHERE topic = {topic:String}
GROUP BY partition
ORDER BY partition
