-- When was which amount of an account open pipeline? An opportunity is open from each opportunity_created to its next event, with the newest amount that was
-- stated up to then; one that states none is worth nothing here. Of accounts with an SLA breach, and of some more. Parameters: none.
-- Grain: one account; its spans, each with an amount in its currency.
WITH
    moves AS
    (
        SELECT
            account_id, opportunity_id, type, occurred_at AS since, event_id, source,
            -- A repeated win with a negative amount is a refund, and no value.
            if(type = 'opportunity_won' AND events.amount < 0 AND lagInFrame(type::String) OVER subject_so_far = 'opportunity_won', NULL, events.amount) AS stated,
            events.currency::String AS in_currency,
            leadInFrame(occurred_at, 1, toDateTime64('2299-12-31 00:00:00', 3, 'UTC')) OVER subject_so_far AS until
        FROM (INCLUDE opportunity_events) AS events
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
