-- Events that were refused, with their bytes. Grain: one message, by where it came from. Read it through `dead_letters`.
CREATE TABLE IF NOT EXISTS stored_dead_letters
(
    topic        LowCardinality(String),
    partition    UInt32,
    offset       UInt64,
    -- Any bytes, so they come in as base64, which JSON can carry.
    key_base64   String EPHEMERAL,
    value_base64 String EPHEMERAL,
    key          String DEFAULT base64Decode(key_base64),
    value        String DEFAULT base64Decode(value_base64),
    code         LowCardinality(String),
    message      String,
    source       LowCardinality(String),
    event_id     String,
    refused_at   DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 10000;
