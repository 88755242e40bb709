-- Which events were refused, why, what were their bytes, and what became of them when they were sent again? Parameters: none. Grain: one refused message.
CREATE OR REPLACE VIEW dead_letters
(
    topic          String COMMENT 'Topic the message came from',
    partition      UInt32 COMMENT 'Partition of that topic',
    offset         UInt64 COMMENT 'Offset in that partition',
    key            String COMMENT 'Key of the message, bytes as they came; empty where it had none',
    value          String COMMENT 'The message, bytes as they came; empty for a tombstone',
    code           String COMMENT 'Why it was refused, as a code, for example undecodable or conflicting_duplicate',
    message        String COMMENT 'Why it was refused, as a sentence',
    source         String COMMENT 'Emitter, where it could be read',
    event_id       String COMMENT 'Event id, where it could be read',
    refused_at     DateTime64(3, 'UTC') COMMENT 'When the sink refused it, UTC',
    replayed_at    Nullable(DateTime64(3, 'UTC')) COMMENT 'When the sink last read it again after a replay, UTC; null where it was not replayed',
    replay_outcome String COMMENT 'What its last replay came to: stored, repeated, erased, or the code it was refused with again; empty where it was not replayed',
    replay_of      String COMMENT 'The dead letter this message repeats, as topic/partition/offset; empty where it is no replay'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    letter.topic AS topic, letter.partition AS partition, letter.offset AS offset, letter.key AS key, letter.value AS value,
    letter.code AS code, letter.message AS message, letter.source AS source, letter.event_id AS event_id, letter.refused_at AS refused_at,
    replay.last_at AS replayed_at, replay.last_outcome AS replay_outcome,
    if(origin.topic = '', '', concat(origin.topic, '/', toString(origin.partition), '/', toString(origin.offset))) AS replay_of
FROM (SELECT * FROM stored_dead_letters FINAL) AS letter
LEFT JOIN
(
    SELECT topic, partition, offset, toNullable(max(replayed_at)) AS last_at, toString(argMax(outcome, (replayed_at, new_offset))) AS last_outcome
    FROM dead_letter_replays FINAL
    GROUP BY topic, partition, offset
) AS replay ON replay.topic = letter.topic AND replay.partition = letter.partition AND replay.offset = letter.offset
LEFT JOIN
(
    SELECT new_topic, new_partition, new_offset, toString(topic) AS topic, partition, offset
    FROM dead_letter_replays FINAL
    LIMIT 1 BY new_topic, new_partition, new_offset
) AS origin ON origin.new_topic = letter.topic AND origin.new_partition = letter.partition AND origin.new_offset = letter.offset
COMMENT 'One event that was refused, why, its bytes, and what its replays came to';
