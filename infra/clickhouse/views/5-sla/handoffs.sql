-- What became of each handoff from marketing to sales? Opened by an mql_created of a contact that is not at mql (while it is, the handoff is
-- still the same), decided by the contact's next move: accepted, rejected, or expired where it was recycled or restarted undecided. Due time and
-- verdict are the facts of the clock that started with it; of several the one that is due first, as in funnel.handoff-outcomes. Parameters: none. Grain: one handoff.
CREATE OR REPLACE VIEW handoffs
(
    handoff_id       String COMMENT 'source/event_id of the mql_created that opened it',
    account_id       String COMMENT 'Account of the contact',
    contact_id       String COMMENT 'Contact that was handed over',
    opened_at        DateTime64(3, 'UTC') COMMENT 'When marketing handed over, event time',
    due_at           Nullable(DateTime64(3, 'UTC')) COMMENT 'When the decision is due, moved by pauses; null until the alerting service has started the clock',
    decided_at       Nullable(DateTime64(3, 'UTC')) COMMENT 'When it was decided, or expired; null while open',
    outcome          String COMMENT 'open, accepted, rejected or expired',
    reason           String COMMENT 'Reason stated on the deciding event',
    owner_id         String COMMENT 'Owner on the deciding event, else to whom it was reassigned, else on the opening one',
    business_seconds Nullable(Int64) COMMENT 'Business time from opening to decision, without what was paused, seconds; null while open',
    breached         Bool COMMENT 'Whether the decision came too late, or is overdue',
    policy_id        String COMMENT 'Policy that judges it; empty until the clock has started',
    policy_version   UInt32 COMMENT 'Version of that policy'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
WITH
    moves AS
    (
        SELECT
            *,
            lagInFrame(stage_no, 1, 0) OVER (PARTITION BY account_id, subject ORDER BY occurred_at, event_id, source, sub_no
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS held_no,
            anyLast(if(stage_no != 1, occurred_at, NULL)) OVER next_move AS decided_at,
            anyLast(if(stage_no != 1, type, NULL)) OVER next_move AS decided_by,
            anyLast(if(stage_no != 1, reason, NULL)) OVER next_move AS decision_reason,
            anyLast(if(stage_no != 1, owner_id, NULL)) OVER next_move AS decision_owner
        FROM (INCLUDE account_moves WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0)
        WHERE NOT is_opportunity
        -- Looking from the end of time backwards, the last value met is the next one.
        WINDOW next_move AS (PARTITION BY account_id, subject ORDER BY occurred_at DESC, event_id DESC, source DESC, sub_no DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ),
    decision_clocks AS
    (
        SELECT
            handoff_id, policy_id, policy_version, started_at,
            maxIf(derived_at, fact = 'withdrawn' AND level = 'unknown') AS taken_back_at,
            argMaxIf(facts.due_at, derived_at, fact = 'started') AS first_due_at,
            -- As the newest pause or resumption left it.
            argMaxIf(facts.due_at, (at, derived_at), fact IN ('started', 'paused', 'resumed')) AS due_at,
            argMaxIf(facts.owner_id, (at, cause_event_id), fact = 'reassigned') AS reassigned_to,
            argMaxIf(facts.business_seconds, derived_at, fact IN ('met', 'ended')) AS ended_seconds,
            if(maxIf(derived_at, fact IN ('met', 'ended')) > taken_back_at, ended_seconds, NULL) AS business_seconds,
            countIf(fact = 'breached' AND level = 'breach') > countIf(fact = 'withdrawn' AND level = 'breach') AS breached
        FROM sla_facts AS facts
        GROUP BY handoff_id, policy_id, policy_version, started_at
        -- Clocks that were taken back as a whole are none.
        HAVING maxIf(derived_at, fact = 'started') >= taken_back_at
    ),
    clocks AS
    (
        SELECT
            handoff_id, started_at,
            argMin((policy_id, policy_version, due_at, reassigned_to, business_seconds, breached)
                ::Tuple(policy_id String, policy_version UInt32, due_at DateTime64(3, 'UTC'), reassigned_to String, business_seconds Nullable(Int64), breached Bool),
                (first_due_at, policy_id)) AS clock
        FROM decision_clocks
        GROUP BY handoff_id, started_at
    )
SELECT
    handoff.handoff_id AS handoff_id,
    account_id,
    contact_id,
    opened_at,
    if(clocks.handoff_id = '', NULL, clock.due_at)::Nullable(DateTime64(3, 'UTC')) AS due_at,
    handoff.decided_at AS decided_at,
    multiIf(isNull(decided_at), 'open', decided_by = 'mql_accepted', 'accepted', decided_by = 'mql_rejected', 'rejected', 'expired') AS outcome,
    ifNull(decision_reason, '') AS reason,
    multiIf(ifNull(decision_owner, '') != '', assumeNotNull(decision_owner), clock.reassigned_to != '', clock.reassigned_to, handoff.owner_id) AS owner_id,
    if(clocks.handoff_id = '', NULL, clock.business_seconds)::Nullable(Int64) AS business_seconds,
    clock.breached AS breached,
    clock.policy_id AS policy_id,
    clock.policy_version AS policy_version
FROM
(
    SELECT concat(source, '/', event_id) AS handoff_id, account_id, contact_id, occurred_at AS opened_at, owner_id, decided_at, decided_by, decision_reason, decision_owner
    FROM moves
    WHERE stage_no = 1 AND held_no != 1
) AS handoff
LEFT JOIN clocks ON clocks.handoff_id = handoff.handoff_id AND clocks.started_at = handoff.opened_at
COMMENT 'One handoff from marketing to sales';
