-- Which events were refused, why, and what were their bytes? Parameters: none. Grain: one refused message.
CREATE OR REPLACE VIEW dead_letters
(
    topic      String COMMENT 'Topic the message came from',
    partition  UInt32 COMMENT 'Partition of that topic',
    offset     UInt64 COMMENT 'Offset in that partition',
    key        String COMMENT 'Key of the message, bytes as they came',
    value      String COMMENT 'The message, bytes as they came',
    code       String COMMENT 'Why it was refused, as a code, for example undecodable or conflicting_duplicate',
    message    String COMMENT 'Why it was refused, as a sentence',
    source     String COMMENT 'Emitter, where it could be read',
    event_id   String COMMENT 'Event id, where it could be read',
    refused_at DateTime64(3, 'UTC') COMMENT 'When the sink refused it, UTC'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT topic, partition, offset, key, value, code, message, source, event_id, refused_at
FROM stored_dead_letters FINAL
COMMENT 'One event that was refused, why, and its bytes';
