-- Makes a list of the places of facts about these people's handoffs. Parameters: contacts Array(String), visitors Array(String),
-- contact_accounts Array(String), erased_at DateTime64(3). Grain: one message.
INSERT INTO erased_offsets
SELECT _topic, _partition, _offset, {erased_at:DateTime64(3)}
FROM stored_sla_facts
WHERE started_at <= {erased_at:DateTime64(3)} AND (
    contact_id IN {contacts:Array(String)} OR account_id IN {contact_accounts:Array(String)}
    OR handoff_id IN
    (
        SELECT concat(source, '/', event_id)
        FROM stored_events
        WHERE (contact_id IN {contacts:Array(String)} OR anonymous_id IN {visitors:Array(String)}) AND received_at <= {erased_at:DateTime64(3)}
    ))
SETTINGS log_queries = 0
