-- What happened? Parameters: none. Grain: one event, deduplicated by (source, event_id).
CREATE OR REPLACE VIEW events
(
    event_id       String COMMENT 'The emitter''s idempotency key, unique within its source',
    type           String COMMENT 'Event type, for example mql_created',
    occurred_at    DateTime64(3, 'UTC') COMMENT 'When it happened, event time, UTC',
    received_at    DateTime64(3, 'UTC') COMMENT 'When Revloop first received it, UTC',
    source         String COMMENT 'The emitter',
    account_id     String COMMENT 'Account stated on the event; empty where none',
    contact_id     String COMMENT 'Contact stated on the event; empty where none',
    anonymous_id   String COMMENT 'Visitor not yet identified; empty where none',
    owner_id       String COMMENT 'Who on our side owns what it is about; empty where none',
    channel        String COMMENT 'Marketing channel; empty where none',
    campaign_id    String COMMENT 'Campaign; empty where none',
    content_id     String COMMENT 'Content that was met; empty where none',
    opportunity_id String COMMENT 'Opportunity; empty where none',
    reason         String COMMENT 'Reason of a rejection, recycling or loss; empty where none',
    amount         Nullable(Decimal(18, 4)) COMMENT 'Amount in its currency; null where none',
    currency       String COMMENT 'ISO 4217 code of the amount; empty where none',
    properties     Map(String, String) COMMENT 'Whatever else the emitter stated',
    _topic         String COMMENT 'Kafka topic the event was read from',
    _partition     UInt32 COMMENT 'Partition of that topic',
    _offset        UInt64 COMMENT 'Offset in that partition',
    _stored_at     DateTime64(3, 'UTC') COMMENT 'When the sink stored it, UTC'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    event_id, type, occurred_at, received_at, source, account_id, contact_id, anonymous_id, owner_id, channel, campaign_id, content_id,
    opportunity_id, reason, amount, currency, properties, _topic, _partition, _offset, _stored_at
FROM stored_events FINAL
COMMENT 'One event, deduplicated by source and event_id';
