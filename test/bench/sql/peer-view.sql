-- Makes the peer's flow: the materialised view that carries what the engine reads into the table, the message's place included.
-- Parameters: none. Grain: one message.
CREATE MATERIALIZED VIEW peer_view TO peer_events AS
SELECT
    event_id, type, occurred_at, received_at, source, account_id, contact_id, anonymous_id, owner_id, channel, campaign_id, content_id,
    opportunity_id, reason, amount, currency, properties, _topic, toUInt32(_partition) AS _partition, _offset
FROM peer_engine
