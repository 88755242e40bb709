-- Which handoffs does the board know? One an account, opened one every ten minutes up to now; the first `decided` were accepted five hours later, and every
-- tenth account has an open opportunity. Parameters: from, handoffs (which, numbered), decided, total UInt64; now_ms Int64. Grain: one event.
INSERT INTO stored_events
    (event_id, type, occurred_at, received_at, source, account_id, contact_id, owner_id, channel, opportunity_id, amount, currency, _topic, _partition, _offset)
SELECT
    concat(said.1, toString(number)),
    said.2,
    fromUnixTimestamp64Milli({now_ms:Int64} - toInt64({total:UInt64} - number) * 600000 + said.3) AS at,
    at,
    'bench',
    concat('account-', toString(number)),
    concat('contact-', toString(number)),
    concat('owner-', toString(number % 50)),
    'webinar',
    if(said.2 = 'opportunity_created', concat('deal-', toString(number)), ''),
    if(said.2 = 'opportunity_created', toDecimal64(1000 + number % 9000, 4), NULL),
    if(said.2 = 'opportunity_created', 'EUR', ''),
    'bench',
    0,
    number * 3 + indexOf(events, said) - 1
FROM
(
    SELECT
        number,
        arrayFilter(event -> event.4, [
            ('m', 'mql_created', 0, true),
            ('a', 'mql_accepted', 18000000, number < {decided:UInt64}),
            ('o', 'opportunity_created', -86400000, number % 10 = 0)]) AS events
    FROM numbers({from:UInt64}, {handoffs:UInt64})
)
ARRAY JOIN events AS said
