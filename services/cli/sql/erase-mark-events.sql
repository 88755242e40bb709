-- Makes a list of the places of these people's events, so that audits know why they are gone and deletes need not name anybody.
-- Parameters: contacts Array(String), visitors Array(String), erased_at DateTime64(3). Grain: one message.
INSERT INTO erased_offsets
SELECT _topic, _partition, _offset, {erased_at:DateTime64(3)}
FROM stored_events
WHERE (contact_id IN {contacts:Array(String)} OR anonymous_id IN {visitors:Array(String)}) AND received_at <= {erased_at:DateTime64(3)}
SETTINGS log_queries = 0
