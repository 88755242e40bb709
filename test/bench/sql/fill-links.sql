-- Who belongs to whom in the funnel of fill-funnel.sql? A contact and a visitor an account. Parameters: from UInt64, accounts UInt64. Grain: one link.
INSERT INTO identity_links (contact_id, account_id, anonymous_id, identified, occurred_at, received_at, event_id, source)
SELECT
    concat('contact-', toString({from:UInt64} + number), '-0'),
    concat('account-', leftPad(toString({from:UInt64} + number), 7, '0')),
    concat('visitor-', toString({from:UInt64} + number)),
    1,
    toDateTime64('2025-01-01 00:00:00', 3, 'UTC'),
    toDateTime64('2025-01-01 00:00:02', 3, 'UTC'),
    concat('a', toString({from:UInt64} + number), '-known'),
    'bench'
FROM numbers({accounts:UInt64})
