-- When did SLA clocks stand still, who stopped them and why, and did the buyer act meanwhile? Who waits for a buyer that is busy on the site need not wait.
-- Parameters: none. Grain: one pause of one clock.
CREATE OR REPLACE VIEW sla_pauses
(
    policy_id            String COMMENT 'Policy of the clock',
    policy_version       UInt32 COMMENT 'Version of that policy',
    handoff_id           String COMMENT 'The handoff',
    account_id           String COMMENT 'Account; empty where not known when the clock''s facts were derived',
    contact_id           String COMMENT 'Contact that was handed over',
    owner_id             String COMMENT 'Who answered, or owes the answer; empty where nobody is named',
    team                 String COMMENT 'Team where the clock began; empty where not known',
    paused_at            DateTime64(3, 'UTC') COMMENT 'When it was paused, event time',
    resumed_at           Nullable(DateTime64(3, 'UTC')) COMMENT 'When it was resumed, or the clock ended; null while the pause lasts',
    reason               String COMMENT 'Why it was paused, for example waiting_for_buyer',
    actor                String COMMENT 'Who paused it',
    resumed_by           String COMMENT 'Who resumed it; empty where the end of the clock did, and while the pause lasts',
    seconds              Float64 COMMENT 'How long it lasted, wall time, seconds; up to now while it lasts',
    buyer_events         UInt64 COMMENT 'What the account did meanwhile: content met by any visitor or contact of it, visitors who said who they are',
    first_buyer_event_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When it first did; null where it did nothing',
    buyer_acted          Bool COMMENT 'Whether it did anything'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
WITH
    (SELECT merges FROM (INCLUDE merges WITH as_of = '2299-12-31 00:00:00')) AS merges,
    paused AS
    (
        SELECT
            clock.*,
            pause,
            transform(clock.account_id, merges.accounts.merged, merges.accounts.survivors, clock.account_id) AS buyer
        FROM (INCLUDE paused_clocks) AS clock
        ARRAY JOIN pauses AS pause
    ),
    acted AS
    (
        SELECT account_id, arraySort(groupArray(at)) AS acts
        FROM (INCLUDE buyer_acts)
        WHERE account_id IN
        (
            SELECT transform(facts.account_id, merges.accounts.merged, merges.accounts.survivors, facts.account_id)
            FROM stored_sla_facts AS facts
            WHERE fact = 'paused'
        )
        GROUP BY account_id
    )
SELECT
    policy_id, policy_version, handoff_id,
    account_id, contact_id, owner_id, team,
    pause.paused_at AS paused_at,
    pause.resumed_at AS resumed_at,
    pause.reason AS reason,
    pause.actor AS actor,
    pause.resumed_by AS resumed_by,
    dateDiff('millisecond', paused_at, ifNull(resumed_at, greatest(now64(3, 'UTC'), paused_at))) / 1000 AS seconds,
    length(meanwhile) AS buyer_events,
    if(empty(meanwhile), NULL, meanwhile[1]) AS first_buyer_event_at,
    notEmpty(meanwhile)::Bool AS buyer_acted
FROM
(
    SELECT
        paused.*,
        arrayFilter(act -> act >= pause.paused_at AND ifNull(act < pause.resumed_at, true), acted.acts) AS meanwhile
    FROM paused
    LEFT JOIN acted ON acted.account_id = paused.buyer
)
COMMENT 'One pause of one SLA clock';
