-- Made by infra/clickhouse/snapshot.ts from a migrated database: do not edit.

CREATE TABLE revloop.account_credits
(
    `account_id` String,
    `version` UInt64,
    `credits.model` Array(LowCardinality(String)),
    `credits.stage_credit` Array(LowCardinality(String)),
    `credits.lookback_days` Array(UInt16),
    `credits.opportunity_id` Array(String),
    `credits.converted_at` Array(Nullable(DateTime64(3, 'UTC'))),
    `credits.row_kind` Array(LowCardinality(String)),
    `credits.touch_event_id` Array(String),
    `credits.touched_at` Array(Nullable(DateTime64(3, 'UTC'))),
    `credits.channel` Array(LowCardinality(String)),
    `credits.campaign_id` Array(LowCardinality(String)),
    `credits.content_id` Array(String),
    `credits.cycle_no` Array(UInt32),
    `credits.weight` Array(Decimal(18, 12)),
    `credits.amount` Array(Decimal(18, 4)),
    `credits.currency` Array(LowCardinality(String))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY account_id
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 8192;

CREATE TABLE revloop.arrived_batches
(
    `topic` LowCardinality(String),
    `partition` UInt32,
    `from_offset` UInt64,
    `to_offset` UInt64,
    `stored` UInt32,
    `dead_letters` UInt32,
    `repeated` Array(UInt64),
    `erased` Array(UInt64),
    `absent` Array(UInt64),
    `account_ids` Array(String),
    `contact_ids` Array(String),
    `anonymous_ids` Array(String),
    `stored_at` DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, partition, from_offset)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 64;

CREATE VIEW attribution
(

);

CREATE VIEW attribution_by_channel
(
    model String,
    stage_credit String,
    lookback_days UInt16,
    period Date,
    channel String,
    conversions Decimal(38, 12),
    revenue Decimal(38, 4),
    credited_touches UInt64,
    currency String
);

CREATE VIEW attribution_credits
(
    model String,
    stage_credit String,
    lookback_days UInt16,
    account_id String,
    opportunity_id String,
    converted_at Nullable(DateTime64(3, 'UTC')),
    row_kind String,
    touch_event_id String,
    touched_at Nullable(DateTime64(3, 'UTC')),
    channel String,
    campaign_id String,
    content_id String,
    cycle_no UInt32,
    weight Decimal(18, 12),
    amount Decimal(18, 4),
    currency String
);

CREATE TABLE revloop.attribution_progress
(
    `topic` LowCardinality(String),
    `partition` UInt32,
    `offset` UInt64,
    `version` UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (topic, partition)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 8192;

CREATE VIEW attribution_rows
(

);

CREATE VIEW data_dictionary
(
    relation String,
    position UInt64,
    column_name String,
    type String,
    meaning String
);

CREATE TABLE revloop.dead_letter_replays
(
    `topic` LowCardinality(String),
    `partition` UInt32,
    `offset` UInt64,
    `new_topic` LowCardinality(String),
    `new_partition` UInt32,
    `new_offset` UInt64,
    `outcome` LowCardinality(String),
    `replayed_at` DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, partition, offset, new_topic, new_partition, new_offset)
TTL toDateTime(replayed_at) + toIntervalDay(_CAST(90, 'UInt32'))
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 8192;

CREATE VIEW dead_letters
(
    topic String,
    partition UInt32,
    offset UInt64,
    key String,
    value String,
    code String,
    message String,
    source String,
    event_id String,
    refused_at DateTime64(3, 'UTC'),
    replayed_at Nullable(DateTime64(3, 'UTC')),
    replay_outcome String,
    replay_of String
);

CREATE TABLE revloop.erased_offsets
(
    `topic` LowCardinality(String),
    `partition` UInt32,
    `offset` UInt64,
    `erased_at` DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, partition, offset)
SETTINGS index_granularity = 8192;

CREATE TABLE revloop.erasures
(
    `kind` LowCardinality(String),
    `id_sha256` String,
    `erased_at` DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(erased_at)
ORDER BY (kind, id_sha256)
SETTINGS index_granularity = 8192;

CREATE TABLE revloop.event_claims
(
    `event_key` UInt64 CODEC(NONE),
    `content_key` UInt64 CODEC(NONE),
    `topic` LowCardinality(String),
    `partition` UInt32,
    `offset` UInt64,
    INDEX place offset TYPE minmax GRANULARITY 100000
)
ENGINE = MergeTree
ORDER BY event_key
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 512, min_bytes_for_wide_part = 268435456;

CREATE VIEW events
(
    event_id String,
    type String,
    occurred_at DateTime64(3, 'UTC'),
    received_at DateTime64(3, 'UTC'),
    source String,
    account_id String,
    contact_id String,
    anonymous_id String,
    owner_id String,
    channel String,
    campaign_id String,
    content_id String,
    opportunity_id String,
    reason String,
    amount Nullable(Decimal(18, 4)),
    currency String,
    properties Map(String, String),
    _topic String,
    _partition UInt32,
    _offset UInt64,
    _stored_at DateTime64(3, 'UTC')
);

CREATE VIEW funnel
(
    stage String,
    stage_no UInt8,
    period Date,
    entered_visits UInt64,
    entered_accounts UInt64,
    converted_accounts UInt64,
    conversion_rate Float64,
    median_seconds_to_convert Nullable(Float64),
    p90_seconds_to_convert Nullable(Float64),
    loops UInt64
);

CREATE VIEW handoffs
(
    handoff_id String,
    account_id String,
    contact_id String,
    opened_at DateTime64(3, 'UTC'),
    due_at Nullable(DateTime64(3, 'UTC')),
    decided_at Nullable(DateTime64(3, 'UTC')),
    outcome String,
    reason String,
    owner_id String,
    business_seconds Nullable(Int64),
    breached Bool,
    policy_id String,
    policy_version UInt32
);

CREATE TABLE revloop.identity_links
(
    `contact_id` String,
    `account_id` String,
    `anonymous_id` String,
    `identified` UInt8,
    `occurred_at` DateTime64(3, 'UTC'),
    `received_at` DateTime64(3, 'UTC'),
    `event_id` String,
    `source` LowCardinality(String),
    INDEX account account_id TYPE bloom_filter GRANULARITY 2,
    INDEX visitor anonymous_id TYPE bloom_filter GRANULARITY 2
)
ENGINE = ReplacingMergeTree
ORDER BY (contact_id, identified, occurred_at, event_id, source, received_at)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 8192, min_bytes_for_wide_part = 268435456;

CREATE VIEW loops
(
    from_stage String,
    to_stage String,
    reason String,
    period Date,
    loops UInt64,
    returned UInt64,
    median_seconds_to_return Nullable(Float64),
    p90_seconds_to_return Nullable(Float64)
);

CREATE TABLE revloop.schema_migrations
(
    `name` String,
    `applied_at` DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY name
SETTINGS index_granularity = 8192;

CREATE VIEW sla_breaches
(
    fact_id String,
    handoff_id String,
    account_id String,
    contact_id String,
    owner_id String,
    policy_id String,
    policy_version UInt32,
    level String,
    due_at DateTime64(3, 'UTC'),
    breached_at DateTime64(3, 'UTC'),
    told_at Nullable(DateTime64(3, 'UTC'))
);

CREATE VIEW sla_facts
(
    fact_id String,
    fact String,
    level String,
    policy_id String,
    policy_version UInt32,
    handoff_id String,
    account_id String,
    contact_id String,
    owner_id String,
    started_at DateTime64(3, 'UTC'),
    due_at DateTime64(3, 'UTC'),
    at DateTime64(3, 'UTC'),
    derived_at DateTime64(3, 'UTC'),
    business_seconds Nullable(Int64),
    outcome String,
    reason String,
    cause_event_id String
);

CREATE VIEW stage_visits
(
    account_id String,
    contact_id String,
    opportunity_id String,
    stage String,
    visit_no UInt64,
    cycle_no UInt64,
    journey_no UInt64,
    direction String,
    reason String,
    from_stage String,
    skipped Array(String),
    entered_at DateTime64(3, 'UTC'),
    left_at Nullable(DateTime64(3, 'UTC')),
    ended_by String,
    event_id String,
    anchor_event_id String,
    carried Bool,
    thrown_back_at Nullable(DateTime64(3, 'UTC'))
);

CREATE TABLE revloop.stored_dead_letters
(
    `topic` LowCardinality(String),
    `partition` UInt32,
    `offset` UInt64,
    `key_base64` String EPHEMERAL,
    `value_base64` String EPHEMERAL,
    `key` String DEFAULT base64Decode(key_base64),
    `value` String DEFAULT base64Decode(value_base64),
    `code` LowCardinality(String),
    `message` String,
    `source` LowCardinality(String),
    `event_id` String,
    `refused_at` DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, partition, offset)
TTL toDateTime(refused_at) + toIntervalDay(_CAST(90, 'UInt32'))
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 8192;

CREATE TABLE revloop.stored_events
(
    `event_id` String,
    `type` LowCardinality(String),
    `occurred_at` DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    `received_at` DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    `source` LowCardinality(String),
    `account_id` String,
    `contact_id` String,
    `anonymous_id` String,
    `owner_id` String,
    `channel` LowCardinality(String),
    `campaign_id` LowCardinality(String),
    `content_id` String,
    `opportunity_id` String,
    `reason` LowCardinality(String),
    `amount` Nullable(Decimal(18, 4)),
    `currency` LowCardinality(String),
    `properties` Map(String, String),
    `_topic` LowCardinality(String),
    `_partition` UInt32,
    `_offset` UInt64,
    `_stored_at` DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'),
    `_keep` UInt64 DEFAULT toUInt64(9999999999999 - toUnixTimestamp64Milli(received_at)),
    INDEX contact contact_id TYPE bloom_filter GRANULARITY 2,
    INDEX visitor anonymous_id TYPE bloom_filter GRANULARITY 2,
    INDEX place (_offset) TYPE minmax GRANULARITY 100000
)
ENGINE = ReplacingMergeTree(_keep)
ORDER BY (account_id, occurred_at, event_id, source)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 8192, min_bytes_for_wide_part = 268435456;

CREATE TABLE revloop.stored_sla_facts
(
    `fact_id` String,
    `fact` LowCardinality(String),
    `level` LowCardinality(String),
    `policy_id` LowCardinality(String),
    `policy_version` UInt32,
    `handoff_id` String,
    `account_id` String,
    `contact_id` String,
    `owner_id` String,
    `started_at` DateTime64(3, 'UTC'),
    `due_at` DateTime64(3, 'UTC'),
    `at` DateTime64(3, 'UTC'),
    `derived_at` DateTime64(3, 'UTC'),
    `business_seconds` Nullable(Int64),
    `outcome` LowCardinality(String),
    `reason` LowCardinality(String),
    `cause_event_id` String,
    `_topic` LowCardinality(String),
    `_partition` UInt32,
    `_offset` UInt64,
    `_stored_at` DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'),
    `_keep` UInt64 DEFAULT toUInt64(9999999999999 - toUnixTimestamp64Milli(derived_at))
)
ENGINE = ReplacingMergeTree(_keep)
ORDER BY (handoff_id, fact_id)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 8192;
