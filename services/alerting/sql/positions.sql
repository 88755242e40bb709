-- How far has the sink stored a topic? Parameters: topic. Grain: one partition with at least one stored message.
SELECT partition, max(offset) AS offset
FROM
(
    SELECT partition, max(to_offset) AS offset FROM arrived_batches WHERE topic = {topic:String} GROUP BY partition
    UNION ALL
    SELECT _partition AS partition, max(_offset) AS offset FROM stored_sla_facts WHERE _topic = {topic:String} GROUP BY partition
)
GROUP BY partition
