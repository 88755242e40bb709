-- Makes the peer's reader: a table of ClickHouse's Kafka engine over one topic. Blocks of 65,536 rows; a consumer that found nothing five times
-- in 100 ms each hands over what it has, so that the last block does not wait for its 7.5 s.
-- Parameters: brokers, topic, group, format, registry (base URL, for AvroConfluent), consumers (number). Grain: one message.
CREATE TABLE peer_engine
(
    event_id       String,
    type           LowCardinality(String),
    occurred_at    DateTime64(3, 'UTC'),
    received_at    DateTime64(3, 'UTC'),
    source         LowCardinality(String),
    account_id     String,
    contact_id     String,
    anonymous_id   String,
    owner_id       String,
    channel        LowCardinality(String),
    campaign_id    LowCardinality(String),
    content_id     String,
    opportunity_id String,
    reason         LowCardinality(String),
    amount         Nullable(Decimal(18, 4)),
    currency       LowCardinality(String),
    properties     Map(String, String)
)
ENGINE = Kafka({brokers:String}, {topic:String}, {group:String}, {format:String})
SETTINGS
    kafka_num_consumers = {consumers:UInt8},
    kafka_thread_per_consumer = 1,
    kafka_max_block_size = 65536,
    kafka_poll_max_batch_size = 65536,
    kafka_poll_timeout_ms = 100,
    format_avro_schema_registry_url = {registry:String}
