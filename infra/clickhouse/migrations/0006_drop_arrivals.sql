-- Replaced by arrived_batches and event_claims (0005), which hold all they held.
DROP TABLE IF EXISTS arrivals;
DROP TABLE IF EXISTS event_keys;
