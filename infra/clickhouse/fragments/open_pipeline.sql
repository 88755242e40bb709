-- When was which amount of an account open pipeline? An opportunity is open from each opportunity_created to its next event, with the newest amount that was
-- stated up to then; one that states none is worth nothing here. Only of accounts whose answers to handoffs were ever late. Parameters: none.
-- Grain: one account; its spans, each with an amount in its currency.
WITH
    (SELECT merges FROM (INCLUDE merges WITH as_of = '2299-12-31 00:00:00')) AS merges,
    moves AS
    (
        SELECT
            account_id, opportunity_id, type, occurred_at AS since, event_id, source,
            -- A repeated win with a negative amount is a refund, and no value.
            if(type = 'opportunity_won' AND events.amount < 0 AND lagInFrame(type::String) OVER subject_so_far = 'opportunity_won', NULL, events.amount) AS stated,
            events.currency::String AS in_currency,
            leadInFrame(occurred_at, 1, toDateTime64('2299-12-31 00:00:00', 3, 'UTC')) OVER subject_so_far AS until
        FROM (INCLUDE account_events WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0) AS events
        WHERE type IN ('opportunity_created', 'opportunity_won', 'opportunity_lost')
            AND account_id IN
            (
                SELECT transform(facts.account_id, merges.accounts.merged, merges.accounts.survivors, facts.account_id)
                FROM stored_sla_facts AS facts
                WHERE fact = 'breached'
            )
        WINDOW subject_so_far AS (PARTITION BY account_id, opportunity_id ORDER BY occurred_at, event_id, source
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    ),
    valued AS
    (
        SELECT
            account_id, type, since, until,
            -- Without a value it is null, and does not count as the newest.
            anyLast(stated) OVER so_far AS amount,
            anyLast(if(isNull(stated), NULL, in_currency)) OVER so_far AS currency
        FROM moves
        WINDOW so_far AS (PARTITION BY account_id, opportunity_id ORDER BY since, event_id, source ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    )
SELECT
    account_id,
    groupArray((since, until, assumeNotNull(amount), assumeNotNull(currency))
        ::Tuple(since DateTime64(3, 'UTC'), until DateTime64(3, 'UTC'), amount Decimal(38, 4), currency String)) AS spans
FROM valued
WHERE type = 'opportunity_created' AND isNotNull(amount) AND since < until
GROUP BY account_id
