-- What became of every offset that was consumed? Parameters: topics Array(String), since DateTime64(3): only batches stored from then on count.
-- Grain: one partition. Rows and dead letters are counted where they are stored, not where the sink said so.
WITH
    batches AS
    (
        SELECT
            topic, partition, min(arrived.from_offset) AS from_offset, max(arrived.to_offset) AS to_offset,
            uniqExactArray(repeated) AS repeated, uniqExactArray(erased) AS erased, uniqExactArray(absent) AS absent
        FROM arrived_batches AS arrived FINAL
        WHERE topic IN {topics:Array(String)} AND stored_at >= {since:DateTime64(3)}
        GROUP BY topic, partition
    ),
    -- Every offset of which something is there. What is just being erased is there and noted as erased already: an offset counts once.
    places AS
    (
        SELECT 'row' AS kind, _topic AS topic, _partition AS partition, _offset AS offset FROM stored_events WHERE _topic IN {topics:Array(String)}
        UNION ALL
        SELECT 'row' AS kind, _topic AS topic, _partition AS partition, _offset AS offset FROM stored_sla_facts FINAL WHERE _topic IN {topics:Array(String)}
        UNION ALL
        SELECT 'letter' AS kind, topic, partition, offset FROM stored_dead_letters WHERE topic IN {topics:Array(String)}
        UNION ALL
        SELECT 'erased' AS kind, topic, partition, offset FROM erased_offsets WHERE topic IN {topics:Array(String)}
    ),
    there AS
    (
        SELECT
            topic, partition,
            countIf(kind = 'row') AS rows,
            groupBitmapIf(offset, kind = 'row') AS stored,
            groupBitmapIf(offset, kind IN ('row', 'letter')) AS kept,
            groupBitmap(offset) AS known
        FROM places
        INNER JOIN batches ON batches.topic = places.topic AND batches.partition = places.partition
        WHERE offset >= batches.from_offset AND offset <= batches.to_offset
        GROUP BY topic, partition
    )
SELECT
    batches.topic AS topic, batches.partition AS partition, batches.from_offset AS from_offset, batches.to_offset AS to_offset,
    there.stored AS stored, there.rows - there.stored AS duplicates, there.kept - there.stored AS dead_letters,
    batches.repeated AS repeated, batches.erased + there.known - there.kept AS erased,
    batches.absent AS absent
FROM batches
LEFT JOIN there ON there.topic = batches.topic AND there.partition = batches.partition
ORDER BY topic, partition
