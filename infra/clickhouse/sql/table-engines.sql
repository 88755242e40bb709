-- How are these tables kept, TTL included? Parameters: tables Array(String). Grain: one table.
SELECT name, engine_full
FROM system.tables
WHERE database = currentDatabase() AND name IN {tables:Array(String)}
