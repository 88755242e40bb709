-- What did people do about handoffs without deciding them, and why? Parameters: none. Grain: one act.
CREATE OR REPLACE VIEW handoff_updates
(
    handoff_id  String COMMENT 'The handoff, as the act states it',
    account_id  String COMMENT 'Account stated on the act; empty where none',
    contact_id  String COMMENT 'Contact stated on the act; empty where none',
    action      String COMMENT 'acknowledged, commented, reassigned, snoozed, resolved, paused or resumed',
    actor       String COMMENT 'Who did it: an owner id, or a name',
    owner_id    String COMMENT 'Of a reassignment: to whom; else as stated, or empty',
    reason      String COMMENT 'Why, for example waiting_for_buyer of a pause; empty where none was stated',
    note        String COMMENT 'What was said; empty where nothing',
    until       Nullable(DateTime64(3, 'UTC')) COMMENT 'Of a snooze: until when; null on others',
    at          DateTime64(3, 'UTC') COMMENT 'When it was done, event time',
    received_at DateTime64(3, 'UTC') COMMENT 'When Revloop first received it',
    event_id    String COMMENT 'The emitter''s id of the act',
    source      String COMMENT 'The emitter: the CRM, alerting or the console',
    counted     Bool COMMENT 'Whether a clock of the handoff took it: one ran at that time, and the alerting service has derived it'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    properties['handoff_id'] AS handoff_id,
    events.account_id AS account_id,
    events.contact_id AS contact_id,
    properties['action'] AS action,
    properties['actor'] AS actor,
    events.owner_id AS owner_id,
    events.reason AS reason,
    properties['note'] AS note,
    parseDateTime64BestEffortOrNull(properties['until'], 3, 'UTC') AS until,
    occurred_at AS at,
    received_at,
    event_id,
    source,
    ((handoff_id, event_id) IN
    (
        SELECT handoff_id, cause_event_id FROM stored_sla_facts
        WHERE fact IN ('acknowledged', 'commented', 'reassigned', 'snoozed', 'resolved', 'paused', 'resumed')
    ))::Bool AS counted
FROM events
WHERE type = 'handoff_updated'
COMMENT 'One act of a person on a handoff';
