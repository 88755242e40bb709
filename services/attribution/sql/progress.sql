-- How far have credits been refreshed? Parameters: topic String. Grain: one partition.
SELECT partition, offset, version
FROM attribution_progress FINAL
WHERE topic = {topic:String}
