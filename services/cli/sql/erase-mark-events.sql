-- Makes a list of the places of these people's events, so that audits know why they are gone and deletes need not name anybody. Acts on their handoffs
-- are theirs, whether or not they name them: what was said is about them. Parameters: contacts Array(String), visitors Array(String), erased_at DateTime64(3).
-- Grain: one message.
INSERT INTO erased_offsets
WITH
    (contact_id IN {contacts:Array(String)} OR anonymous_id IN {visitors:Array(String)}) AND received_at <= {erased_at:DateTime64(3)} AS theirs
SELECT _topic, _partition, _offset, {erased_at:DateTime64(3)}
FROM stored_events
WHERE theirs
    OR (type = 'handoff_updated' AND received_at <= {erased_at:DateTime64(3)}
        AND properties['handoff_id'] IN (SELECT concat(source, '/', event_id) FROM stored_events WHERE theirs))
SETTINGS log_queries = 0
