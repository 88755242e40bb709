-- Which stored events are not what was read from Kafka? ClickHouse computes both keys anew, from the columns it holds, and compares them with the
-- claims the sink made from the message's bytes. Parameters: source String. Grain: one event.
SELECT stored.event_id AS event_id
FROM
(
    SELECT
        event_id, _topic, _partition, _offset,
        xxHash64(concat(source, '\0', event_id)) AS event_key,
        xxHash64(concat(
            type, '\0', reinterpret(toUnixTimestamp64Milli(occurred_at), 'FixedString(8)'),
            account_id, '\0', contact_id, '\0', anonymous_id, '\0', owner_id, '\0', channel, '\0', campaign_id, '\0', content_id, '\0',
            opportunity_id, '\0', reason, '\0', currency, '\0',
            if(isNull(amount), '\0', '\x01'), reinterpret(ifNull(amount, toDecimal64(0, 4)), 'FixedString(8)'),
            arrayStringConcat(arrayMap(property -> concat(property.1, '\0', property.2, '\0'), arraySort(arrayZip(mapKeys(properties), mapValues(properties)))))
        )) AS content_key
    FROM stored_events
    WHERE source = {source:String}
) AS stored
LEFT JOIN event_claims AS claims
    ON claims.event_key = stored.event_key AND claims.topic = stored._topic AND claims.partition = stored._partition AND claims.offset = stored._offset
WHERE claims.content_key != stored.content_key
