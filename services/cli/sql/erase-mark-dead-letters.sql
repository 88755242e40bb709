-- Makes a list of the places of dead letters that are about these people: by key, by bytes, or by an event of theirs.
-- Parameters: contacts Array(String), visitors Array(String), letters String (matched on hexadecimal bytes), erased_at DateTime64(3). Grain: one message.
INSERT INTO erased_offsets
SELECT topic, partition, offset, {erased_at:DateTime64(3)}
FROM stored_dead_letters
WHERE key IN {contacts:Array(String)} OR key IN {visitors:Array(String)}
    OR match(hex(value), {letters:String}) OR match(hex(key), {letters:String}) OR match(hex(message), {letters:String})
    OR (event_id != '' AND (source, event_id) IN
    (
        SELECT source, event_id
        FROM stored_events
        WHERE (contact_id IN {contacts:Array(String)} OR anonymous_id IN {visitors:Array(String)}) AND received_at <= {erased_at:DateTime64(3)}
    ))
SETTINGS log_queries = 0
