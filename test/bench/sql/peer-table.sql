-- Makes the peer's table: where does the engine's materialised view write? Into a twin of stored_events: the same columns, order, codecs,
-- indexes and settings. Parameters: none. Grain: one stored message.
CREATE TABLE peer_events AS stored_events
