-- Which rates between currencies were given for which day, and which of them stand? Parameters: none. Grain: one (from_currency, to_currency, date) as
-- stated by one import.
CREATE OR REPLACE VIEW currency_rates
(
    date          Date COMMENT 'Day from which the rate holds, until the next one of the pair',
    from_currency String COMMENT 'ISO 4217 code of the currency that is converted',
    to_currency   String COMMENT 'ISO 4217 code of the currency it is converted to',
    rate          Decimal(24, 12) COMMENT 'What one unit of from_currency is worth in to_currency',
    known_at      DateTime64(3, 'UTC') COMMENT 'When the rate was imported, UTC: reports as of an earlier time do without it',
    replaced_at   Nullable(DateTime64(3, 'UTC')) COMMENT 'When a correction replaced it, UTC; null: it stands'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    date,
    toString(from_currency) AS from_currency,
    toString(to_currency) AS to_currency,
    rate,
    known_at,
    leadInFrame(toNullable(known_at)) OVER (PARTITION BY stored.from_currency, stored.to_currency, date ORDER BY known_at
        ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS replaced_at
FROM stored_currency_rates AS stored FINAL
COMMENT 'Rates between currencies by day, corrections kept';
