-- Facts about SLA clocks, from funnel.sla; derived again, a fact has the same id and collapses, the first stays. Read it through `sla_facts`.
CREATE TABLE IF NOT EXISTS stored_sla_facts
(
    fact_id          String,
    fact             LowCardinality(String),
    level            LowCardinality(String),
    policy_id        LowCardinality(String),
    policy_version   UInt32,
    handoff_id       String,
    account_id       String,
    contact_id       String,
    owner_id         String,
    started_at       DateTime64(3, 'UTC'),
    due_at           DateTime64(3, 'UTC'),
    at               DateTime64(3, 'UTC'),
    derived_at       DateTime64(3, 'UTC'),
    business_seconds Nullable(Int64),
    outcome          LowCardinality(String),
    reason           LowCardinality(String),
    cause_event_id   String,
    _topic           LowCardinality(String),
    _partition       UInt32,
    _offset          UInt64,
    _stored_at       DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'),
    _keep            UInt64 DEFAULT toUInt64(9999999999999 - toUnixTimestamp64Milli(derived_at))
)
ENGINE = ReplacingMergeTree(_keep)
ORDER BY (handoff_id, fact_id)
SETTINGS non_replicated_deduplication_window = 10000;
