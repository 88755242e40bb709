-- Credits as the attribution service last computed them, whole accounts at a time: one row replaces the account's former one in a single
-- step, so readers never see half an account. Grain: one account and version. Read it through `attribution_credits`.
CREATE TABLE IF NOT EXISTS account_credits
(
    account_id String,
    version    UInt64,
    credits    Nested
    (
        model          LowCardinality(String),
        stage_credit   LowCardinality(String),
        lookback_days  UInt16,
        opportunity_id String,
        converted_at   Nullable(DateTime64(3, 'UTC')),
        row_kind       LowCardinality(String),
        touch_event_id String,
        touched_at     Nullable(DateTime64(3, 'UTC')),
        channel        LowCardinality(String),
        campaign_id    LowCardinality(String),
        content_id     String,
        cycle_no       UInt32,
        weight         Decimal(18, 12),
        amount         Decimal(18, 4),
        currency       LowCardinality(String)
    )
)
ENGINE = ReplacingMergeTree(version)
ORDER BY account_id
SETTINGS non_replicated_deduplication_window = 10000;

-- How far the attribution service has come: every arrival up to this offset is in account_credits. Grain: topic × partition × version.
CREATE TABLE IF NOT EXISTS attribution_progress
(
    topic     LowCardinality(String),
    partition UInt32,
    offset    UInt64,
    version   UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (topic, partition)
SETTINGS non_replicated_deduplication_window = 10000;
