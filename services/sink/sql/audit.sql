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
    stored AS
    (
        SELECT topic, partition, sum(rows) AS rows, sum(distinct_rows) AS distinct_rows
        FROM
        (
            SELECT _topic AS topic, _partition AS partition, count() AS rows, groupBitmap(_offset) AS distinct_rows
            FROM stored_events AS events
            INNER JOIN batches ON batches.topic = events._topic AND batches.partition = events._partition
            WHERE _offset >= batches.from_offset AND _offset <= batches.to_offset
            GROUP BY topic, partition
            UNION ALL
            SELECT _topic AS topic, _partition AS partition, count() AS rows, groupBitmap(_offset) AS distinct_rows
            FROM stored_sla_facts AS facts FINAL
            INNER JOIN batches ON batches.topic = facts._topic AND batches.partition = facts._partition
            WHERE _offset >= batches.from_offset AND _offset <= batches.to_offset
            GROUP BY topic, partition
        )
        GROUP BY topic, partition
    ),
    letters AS
    (
        SELECT topic, partition, groupBitmap(offset) AS dead_letters
        FROM stored_dead_letters AS letters
        INNER JOIN batches ON batches.topic = letters.topic AND batches.partition = letters.partition
        WHERE offset >= batches.from_offset AND offset <= batches.to_offset
        GROUP BY topic, partition
    ),
    erasures AS
    (
        SELECT topic, partition, groupBitmap(offset) AS erased
        FROM erased_offsets AS gone
        INNER JOIN batches ON batches.topic = gone.topic AND batches.partition = gone.partition
        WHERE offset >= batches.from_offset AND offset <= batches.to_offset
        GROUP BY topic, partition
    )
SELECT
    batches.topic AS topic, batches.partition AS partition, batches.from_offset AS from_offset, batches.to_offset AS to_offset,
    stored.distinct_rows AS stored, stored.rows - stored.distinct_rows AS duplicates, letters.dead_letters AS dead_letters,
    batches.repeated AS repeated, batches.erased + erasures.erased AS erased, batches.absent AS absent
FROM batches
LEFT JOIN stored ON stored.topic = batches.topic AND stored.partition = batches.partition
LEFT JOIN letters ON letters.topic = batches.topic AND letters.partition = batches.partition
LEFT JOIN erasures ON erasures.topic = batches.topic AND erasures.partition = batches.partition
ORDER BY topic, partition
