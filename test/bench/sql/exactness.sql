-- Is every message stored once? Rows, different places in Kafka and different events among them. Parameters: table. Grain: one row.
SELECT
    count() AS rows,
    uniqExact(_partition, _offset) AS places,
    uniqExact(source, event_id) AS events
FROM {table:Identifier}
