-- How many inserts does each of these tables remember? Parameters: tables Array(String). Grain: one table. Replicated tables remember 10,000
-- unless they say otherwise; others none.
SELECT
    name,
    if(
        startsWith(engine, 'Replicated'),
        coalesce(toUInt64OrNull(extract(engine_full, ' replicated_deduplication_window = (\\d+)')), 10000),
        coalesce(toUInt64OrNull(extract(engine_full, ' non_replicated_deduplication_window = (\\d+)')), 0)
    ) AS window
FROM system.tables
WHERE database = currentDatabase() AND name IN {tables:Array(String)}
