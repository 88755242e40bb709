-- How far have credits been refreshed, and with which settings? Parameters: topic String. Grain: one partition, the newest version first.
SELECT partition, offset, version, settings
FROM attribution_progress FINAL
WHERE topic = {topic:String}
ORDER BY version DESC
