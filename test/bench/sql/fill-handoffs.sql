-- Which handoffs are open? One an account, handed over at from_ms and then one every step_ms, milliseconds. Parameters: from UInt64, handoffs UInt64: which
-- (numbered); from_ms Int64, step_ms Float64. Grain: one mql_created.
INSERT INTO stored_events
    (event_id, type, occurred_at, received_at, source, account_id, contact_id, owner_id, channel, _topic, _partition, _offset)
SELECT
    concat('m', toString({from:UInt64} + number)),
    'mql_created',
    fromUnixTimestamp64Milli({from_ms:Int64} + toInt64(number * {step_ms:Float64})) AS opened_at,
    opened_at,
    'bench',
    concat('account-', toString({from:UInt64} + number)),
    concat('contact-', toString({from:UInt64} + number)),
    concat('owner-', toString(number % 50)),
    'webinar',
    'bench',
    0,
    {from:UInt64} + number
FROM numbers({handoffs:UInt64})
