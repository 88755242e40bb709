-- Makes rows go whose place is in erased_offsets; resolves when no part of the table holds them. Parameters: none. Grain: one message.
ALTER TABLE stored_sla_facts DELETE WHERE (_topic, _partition, _offset) IN (SELECT topic, partition, offset FROM erased_offsets) SETTINGS mutations_sync = 1
