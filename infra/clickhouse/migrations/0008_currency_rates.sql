-- What a unit of one currency is worth in another on a day, as given by `revloop rates import`. A correction is a row of its own with a later known_at:
-- the newest stands, and what stood before can be found again. Grain: one (from_currency, to_currency, date) and one import. Read it through `currency_rates`.
CREATE TABLE IF NOT EXISTS stored_currency_rates
(
    date          Date,
    from_currency LowCardinality(String),
    to_currency   LowCardinality(String),
    rate          Decimal(24, 12),
    known_at      DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (from_currency, to_currency, date, known_at)
SETTINGS non_replicated_deduplication_window = 10000;
