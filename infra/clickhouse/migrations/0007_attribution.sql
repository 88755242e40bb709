-- Attribution of whole accounts, compact: each path once, and what each model gives to its touches as numbers beside it.

-- Merges are rare: this finds them, and all that is rare, without reading the other rows.
ALTER TABLE stored_events ADD INDEX IF NOT EXISTS type type TYPE set(16) GRANULARITY 1;
ALTER TABLE stored_events MATERIALIZE INDEX type;

-- Custom models from the configuration, every version that ever was. Shares sum to 1. Grain: one version of a model. Read the newest.
CREATE TABLE IF NOT EXISTS attribution_models
(
    model       String,
    version     UInt32,
    first_touch Float64,
    mql         Float64,
    accepted    Float64,
    opportunity Float64,
    won         Float64,
    last_touch  Float64,
    rest        Float64,
    defined_at  DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (model, version)
SETTINGS non_replicated_deduplication_window = 10000;

-- What the attribution service last computed of an account, whole: one row replaces the account's former one in a single step, so readers never see
-- half an account. Grain: one account and version. Read it through `attribution_credits`.
CREATE TABLE IF NOT EXISTS account_attribution
(
    account_id String,
    version    UInt64,
    -- One for each window of each opportunity that is won or open, and of the present journey (is_null_path), which has not ended in a win.
    paths Array(Tuple(
        opportunity_id String,
        is_null_path   Bool,
        is_won         Bool,
        won_at         DateTime64(3, 'UTC'),
        amount         Decimal(18, 4),
        currency       LowCardinality(String),
        refunds        Array(Tuple(at DateTime64(3, 'UTC'), amount Decimal(18, 4))),
        lookback_days  UInt16,
        eligible       Array(Tuple(
            at          DateTime64(3, 'UTC'),
            event_id    String,
            source      LowCardinality(String),
            channel     LowCardinality(String),
            campaign_id LowCardinality(String),
            content_id  String,
            journey_no  UInt32,
            cycle_no    UInt32,
            stage_no    UInt8)),
        channel_parts  Array(Float64),
        -- Units of 10^-12 and shares of 1/10,000 of the currency: one for each eligible touch and a last one for `unattributed`.
        credits        Array(Tuple(
            model     LowCardinality(String),
            policies  Array(LowCardinality(String)),
            units     Array(Int64),
            shares    Array(Int64),
            reversals Array(Tuple(at DateTime64(3, 'UTC'), shares Array(Int64)))))))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY account_id
SETTINGS non_replicated_deduplication_window = 10000;

-- What each channel is worth to conversion, as last solved from all paths. Grain: one (model, window).
CREATE TABLE IF NOT EXISTS channel_effects
(
    model         LowCardinality(String),
    lookback_days UInt16,
    version       UInt64,
    -- Probability that a path converts.
    conversion    Float64,
    channels      Array(String),
    -- Removal effect of each channel, and its part of all of them.
    effects       Array(Float64),
    shares        Array(Float64),
    -- Why there is no solution; empty where there is one.
    refused       String
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (model, lookback_days)
SETTINGS non_replicated_deduplication_window = 10000;

-- Windows and models the credits were computed with: others mean every account anew.
ALTER TABLE attribution_progress ADD COLUMN IF NOT EXISTS settings String;

-- Everything is computed anew into account_attribution.
TRUNCATE TABLE IF EXISTS attribution_progress;
DROP TABLE IF EXISTS account_credits;
