-- Every event as the sink stored it; duplicates by (source, event_id) collapse, the first received stays. Grain: one stored message.
-- Sorted by account: attribution and every per-account question read one slice. Read it through `events`.
CREATE TABLE IF NOT EXISTS stored_events
(
    event_id       String,
    type           LowCardinality(String),
    occurred_at    DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
    received_at    DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
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
    properties     Map(String, String),
    _topic         LowCardinality(String),
    _partition     UInt32,
    _offset        UInt64,
    -- Identity of the event and of its content, for finding duplicates and conflicting duplicates (schemas/event-key.ts).
    _event_key     UInt64,
    _content_key   UInt64,
    _stored_at     DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'),
    -- ReplacingMergeTree keeps the highest: the earlier an event was received, the higher.
    _keep          UInt64 DEFAULT toUInt64(9999999999999 - toUnixTimestamp64Milli(received_at)),
    INDEX contact contact_id TYPE bloom_filter GRANULARITY 2,
    INDEX visitor anonymous_id TYPE bloom_filter GRANULARITY 2
)
ENGINE = ReplacingMergeTree(_keep)
ORDER BY (account_id, occurred_at, event_id, source)
-- Off by default on plain MergeTree: without it an insert token is ignored silently.
SETTINGS non_replicated_deduplication_window = 10000;

-- What arrived at which offset: the attribution service finds changed accounts here, audits find gaps. The sink writes it after everything that
-- follows from stored_events is there: what has arrived can be computed with. Grain: one stored message.
CREATE TABLE IF NOT EXISTS arrivals
(
    topic        LowCardinality(String),
    partition    UInt32,
    offset       UInt64 CODEC(Delta, ZSTD),
    account_id   String,
    contact_id   String,
    anonymous_id String,
    stored_at    DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 10000;

-- Which event keys exist and with what content: the sink looks here before it stores. Grain: one (source, event_id).
CREATE TABLE IF NOT EXISTS event_keys
(
    event_key   UInt64,
    content_key UInt64,
    topic       LowCardinality(String),
    partition   UInt32,
    offset      UInt64,
    stored_at   DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY event_key
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 512;

CREATE MATERIALIZED VIEW IF NOT EXISTS event_keys_from_events TO event_keys AS
SELECT _event_key AS event_key, _content_key AS content_key, _topic AS topic, _partition AS partition, _offset AS offset, _stored_at AS stored_at
FROM stored_events;

-- Who belongs to whom: events that name a contact together with an account or a visitor. Grain: one such event.
CREATE TABLE IF NOT EXISTS identity_links
(
    contact_id   String,
    account_id   String,
    anonymous_id String,
    -- 1: a contact_identified, which outranks what other events say in passing.
    identified   UInt8,
    occurred_at  DateTime64(3, 'UTC'),
    received_at  DateTime64(3, 'UTC'),
    event_id     String,
    source       LowCardinality(String),
    INDEX account account_id TYPE bloom_filter GRANULARITY 2,
    INDEX visitor anonymous_id TYPE bloom_filter GRANULARITY 2
)
ENGINE = ReplacingMergeTree
-- received_at counts: a repetition must not replace the copy that earlier reports knew.
ORDER BY (contact_id, identified, occurred_at, event_id, source, received_at)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS identity_links_from_events TO identity_links AS
SELECT contact_id, account_id, anonymous_id, type = 'contact_identified' AS identified, occurred_at, received_at, event_id, source
FROM stored_events
WHERE contact_id != '' AND (account_id != '' OR (anonymous_id != '' AND type = 'contact_identified'));
