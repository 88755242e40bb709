-- On which channel a fact was told, and in which message: since several channels tell, each has its own told fact.
ALTER TABLE stored_sla_facts
    ADD COLUMN IF NOT EXISTS channel LowCardinality(String) AFTER cause_event_id,
    ADD COLUMN IF NOT EXISTS message_id String AFTER channel;
