-- Which migrations have been applied? Grain: one file.
CREATE TABLE IF NOT EXISTS schema_migrations
(
    name       String,
    applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY name
