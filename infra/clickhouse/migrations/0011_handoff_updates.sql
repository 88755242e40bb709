-- What people did about a clock, and what it is worth: who acted, what was said, until when it is snoozed; the team, and the policy's expected value.
ALTER TABLE stored_sla_facts
    ADD COLUMN IF NOT EXISTS team LowCardinality(String) AFTER message_id,
    ADD COLUMN IF NOT EXISTS actor String AFTER team,
    ADD COLUMN IF NOT EXISTS note String AFTER actor,
    ADD COLUMN IF NOT EXISTS until Nullable(DateTime64(3, 'UTC')) AFTER note,
    ADD COLUMN IF NOT EXISTS expected_value Nullable(Decimal(38, 4)) AFTER until,
    ADD COLUMN IF NOT EXISTS expected_currency LowCardinality(String) AFTER expected_value;
