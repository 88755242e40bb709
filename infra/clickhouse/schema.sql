-- Made by infra/clickhouse/snapshot.ts from a migrated database: do not edit.

CREATE TABLE revloop.account_attribution
(
    `account_id` String,
    `version` UInt64,
    `paths` Array(Tuple(
        opportunity_id String,
        is_null_path Bool,
        is_won Bool,
        won_at DateTime64(3, 'UTC'),
        amount Decimal(18, 4),
        currency LowCardinality(String),
        refunds Array(Tuple(
            at DateTime64(3, 'UTC'),
            amount Decimal(18, 4))),
        lookback_days UInt16,
        eligible Array(Tuple(
            at DateTime64(3, 'UTC'),
            event_id String,
            source LowCardinality(String),
            channel LowCardinality(String),
            campaign_id LowCardinality(String),
            content_id String,
            journey_no UInt32,
            cycle_no UInt32,
            stage_no UInt8)),
        channel_parts Array(Float64),
        credits Array(Tuple(
            model LowCardinality(String),
            policies Array(LowCardinality(String)),
            units Array(Int64),
            shares Array(Int64),
            reversals Array(Tuple(
                at DateTime64(3, 'UTC'),
                shares Array(Int64)))))))
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

CREATE VIEW attribution_arrivals
(

);

CREATE VIEW attribution_by_campaign
(
    model String,
    stage_credit String,
    lookback_days UInt16,
    period Date,
    channel String,
    campaign_id String,
    conversions Decimal(38, 12),
    revenue Decimal(38, 4),
    credited_touches UInt64,
    currency String
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

CREATE VIEW attribution_by_content
(
    model String,
    stage_credit String,
    lookback_days UInt16,
    period Date,
    channel String,
    campaign_id String,
    content_id String,
    conversions Decimal(38, 12),
    revenue Decimal(38, 4),
    credited_touches UInt64,
    currency String
);

CREATE VIEW attribution_changes
(

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

CREATE VIEW attribution_credits_in
(

);

CREATE VIEW attribution_explained
(

);

CREATE VIEW attribution_in
(

);

CREATE TABLE revloop.attribution_models
(
    `model` String,
    `version` UInt32,
    `first_touch` Float64,
    `mql` Float64,
    `accepted` Float64,
    `opportunity` Float64,
    `won` Float64,
    `last_touch` Float64,
    `rest` Float64,
    `defined_at` DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (model, version)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 8192;

CREATE VIEW attribution_positions
(

);

CREATE TABLE revloop.attribution_progress
(
    `topic` LowCardinality(String),
    `partition` UInt32,
    `offset` UInt64,
    `version` UInt64,
    `settings` String
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (topic, partition)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 8192;

CREATE VIEW attribution_rows
(

);

CREATE TABLE revloop.channel_effects
(
    `model` LowCardinality(String),
    `lookback_days` UInt16,
    `version` UInt64,
    `conversion` Float64,
    `channels` Array(String),
    `effects` Array(Float64),
    `shares` Array(Float64),
    `refused` String
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (model, lookback_days)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 8192;

CREATE VIEW currency_rates
(
    date Date,
    from_currency String,
    to_currency String,
    rate Decimal(24, 12),
    known_at DateTime64(3, 'UTC'),
    replaced_at Nullable(DateTime64(3, 'UTC'))
);

CREATE VIEW current_merges
(
    merges Tuple(accounts Tuple(merged Array(String), survivors Array(String)), contacts Tuple(merged Array(String), survivors Array(String)))
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

CREATE VIEW failed_cycles
(
    account_id String,
    journey_no UInt32,
    cycle_no UInt32,
    contact_id String,
    opportunity_id String,
    channel String,
    from_stage String,
    to_stage String,
    reason String,
    began_at DateTime64(3, 'UTC'),
    ended_at DateTime64(3, 'UTC'),
    days_lost Float64,
    touches_spent UInt64,
    returned_at Nullable(DateTime64(3, 'UTC')),
    won_at Nullable(DateTime64(3, 'UTC'))
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

CREATE VIEW funnel_by_channel
(
    channel String,
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

CREATE VIEW funnel_by_segment
(
    segment String,
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

CREATE VIEW handoff_updates
(
    handoff_id String,
    account_id String,
    contact_id String,
    action String,
    actor String,
    owner_id String,
    reason String,
    note String,
    until Nullable(DateTime64(3, 'UTC')),
    at DateTime64(3, 'UTC'),
    received_at DateTime64(3, 'UTC'),
    event_id String,
    source String,
    counted Bool
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

CREATE VIEW loops_by_channel
(
    channel String,
    from_stage String,
    to_stage String,
    reason String,
    period Date,
    loops UInt64,
    returned UInt64,
    median_seconds_to_return Nullable(Float64),
    p90_seconds_to_return Nullable(Float64)
);

CREATE VIEW loops_by_segment
(
    segment String,
    from_stage String,
    to_stage String,
    reason String,
    period Date,
    loops UInt64,
    returned UInt64,
    median_seconds_to_return Nullable(Float64),
    p90_seconds_to_return Nullable(Float64)
);

CREATE VIEW marketing_pipeline
(
    status String,
    period Date,
    currency String,
    opportunities UInt64,
    amount Decimal(38, 4),
    sourced_opportunities UInt64,
    sourced_amount Decimal(38, 4),
    influenced_opportunities UInt64,
    influenced_amount Decimal(38, 4)
);

CREATE VIEW milestone_models
(

);

CREATE VIEW mql_outcomes
(
    channel String,
    reason String,
    period Date,
    gross UInt64,
    accepted UInt64,
    rejected UInt64,
    recycled UInt64,
    looped UInt64,
    recycled_then_won UInt64,
    channel_gross UInt64,
    loop_rate Float64,
    median_seconds_to_return Nullable(Float64),
    p90_seconds_to_return Nullable(Float64)
);

CREATE VIEW opportunity_accounts
(

);

CREATE VIEW pipeline_velocity
(
    period Date,
    currency String,
    opportunities Int64,
    won UInt64,
    lost UInt64,
    win_rate Nullable(Float64),
    average_amount Nullable(Float64),
    average_days_from_created Nullable(Float64),
    average_days_from_created_without_loops Nullable(Float64),
    average_days_from_first_touch Nullable(Float64),
    average_days_from_first_touch_without_loops Nullable(Float64),
    velocity Nullable(Float64),
    velocity_without_loops Nullable(Float64),
    velocity_from_first_touch Nullable(Float64),
    velocity_from_first_touch_without_loops Nullable(Float64)
);

CREATE VIEW rejections
(
    reason String,
    channel String,
    owner_id String,
    week Date,
    rejected UInt64,
    decided UInt64,
    share Float64,
    median_business_seconds Nullable(Float64),
    p90_business_seconds Nullable(Float64)
);

CREATE VIEW sales_cycles
(
    account_id String,
    opportunity_id String,
    journey_no UInt32,
    status String,
    amount Decimal(18, 4),
    currency String,
    first_touch_at Nullable(DateTime64(3, 'UTC')),
    created_at Nullable(DateTime64(3, 'UTC')),
    won_at Nullable(DateTime64(3, 'UTC')),
    lost_at Nullable(DateTime64(3, 'UTC')),
    sourced Bool,
    influenced Bool,
    days_from_first_touch Nullable(Float64),
    days_from_first_touch_without_loops Nullable(Float64),
    days_from_created Nullable(Float64),
    days_from_created_without_loops Nullable(Float64)
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
    told_at Nullable(DateTime64(3, 'UTC')),
    team String,
    acknowledged_at Nullable(DateTime64(3, 'UTC')),
    acknowledged_by String,
    snoozed_until Nullable(DateTime64(3, 'UTC')),
    resolved_at Nullable(DateTime64(3, 'UTC')),
    resolved_by String,
    revenue_at_risk Nullable(Decimal(38, 4)),
    risk_currency String,
    risk_basis String,
    risk_by_currency Map(String, Decimal(38, 4))
);

CREATE VIEW sla_compliance
(
    policy_id String,
    policy_version UInt32,
    team String,
    owner_id String,
    channel String,
    week Date,
    clocks UInt64,
    open UInt64,
    met UInt64,
    breached UInt64,
    escalated UInt64,
    ended UInt64,
    met_share Nullable(Float64),
    median_business_seconds Nullable(Float64),
    p90_business_seconds Nullable(Float64),
    median_seconds_to_start Float64,
    p90_seconds_to_start Float64,
    median_seconds_to_tell Nullable(Float64),
    p90_seconds_to_tell Nullable(Float64),
    acknowledged UInt64,
    acknowledged_share Nullable(Float64),
    median_seconds_to_acknowledge Nullable(Float64),
    paused UInt64,
    median_paused_seconds Nullable(Float64)
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
    cause_event_id String,
    channel String,
    message_id String,
    team String,
    actor String,
    note String,
    until Nullable(DateTime64(3, 'UTC')),
    expected_value Nullable(Decimal(38, 4)),
    expected_currency String
);

CREATE VIEW sla_pauses
(
    policy_id String,
    policy_version UInt32,
    handoff_id String,
    account_id String,
    contact_id String,
    owner_id String,
    team String,
    paused_at DateTime64(3, 'UTC'),
    resumed_at Nullable(DateTime64(3, 'UTC')),
    reason String,
    actor String,
    resumed_by String,
    seconds Float64,
    buyer_events UInt64,
    first_buyer_event_at Nullable(DateTime64(3, 'UTC')),
    buyer_acted Bool
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

CREATE TABLE revloop.stored_currency_rates
(
    `date` Date,
    `from_currency` LowCardinality(String),
    `to_currency` LowCardinality(String),
    `rate` Decimal(24, 12),
    `known_at` DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (from_currency, to_currency, date, known_at)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 8192;

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
    INDEX place (_offset) TYPE minmax GRANULARITY 100000,
    INDEX type type TYPE set(16) GRANULARITY 1
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
    `channel` LowCardinality(String),
    `message_id` String,
    `team` LowCardinality(String),
    `actor` String,
    `note` String,
    `until` Nullable(DateTime64(3, 'UTC')),
    `expected_value` Nullable(Decimal(38, 4)),
    `expected_currency` LowCardinality(String),
    `_topic` LowCardinality(String),
    `_partition` UInt32,
    `_offset` UInt64,
    `_stored_at` DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'),
    `_keep` UInt64 DEFAULT toUInt64(9999999999999 - toUnixTimestamp64Milli(derived_at))
)
ENGINE = ReplacingMergeTree(_keep)
ORDER BY (handoff_id, fact_id)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 8192;
