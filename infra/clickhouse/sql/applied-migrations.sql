-- Which migrations have been applied? Parameters: none. Grain: one file.
SELECT DISTINCT name FROM schema_migrations ORDER BY name
