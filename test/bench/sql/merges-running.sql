-- How many merges run now? Parameters: none. Grain: one row.
SELECT count() AS rows FROM system.merges WHERE database = 'revloop'
