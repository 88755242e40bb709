-- A table like account_attribution, for credits that nobody reads. Parameters: none. Grain: as account_attribution.
CREATE OR REPLACE TABLE bench_attribution AS account_attribution
