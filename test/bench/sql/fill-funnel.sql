-- Which events does a funnel of many accounts hold? Twenty an account on average; every eighth wins, every third of those after having been rejected; one
-- touch in ten is a visitor's before identification. Parameters: from UInt64, accounts UInt64: which accounts (numbered). Grain: one event.
INSERT INTO stored_events
(
    event_id, type, occurred_at, received_at, source, account_id, contact_id, anonymous_id, channel, campaign_id, content_id, opportunity_id, reason,
    amount, currency, _topic, _partition, _offset
)
SELECT
    concat('a', toString(account), '-', toString(number_in_account)) AS event_id,
    event.1 AS type,
    begin + toIntervalMillisecond(event.2) AS occurred_at,
    occurred_at + toIntervalSecond(2) AS received_at,
    'bench' AS source,
    if(event.3 = 'visitor', '', concat('account-', leftPad(toString(account), 7, '0'))) AS account_id,
    if(event.3 = 'contact', concat('contact-', toString(account), '-', toString(event.4)), '') AS contact_id,
    if(event.3 = 'visitor', concat('visitor-', toString(account)), '') AS anonymous_id,
    if(event.1 = 'content_viewed', ['direct', 'email', 'paid_search', 'organic_search', 'webinar', 'linkedin', 'referral', 'event'][1 + event.5 % 8], '') AS channel,
    if(event.1 = 'content_viewed', concat('campaign-', toString(event.5 % 60)), '') AS campaign_id,
    if(event.1 = 'content_viewed', concat('content-', toString(event.5 % 400)), '') AS content_id,
    if(event.3 = 'deal', concat('deal-', toString(account)), '') AS opportunity_id,
    if(event.1 IN ('mql_rejected', 'lead_recycled', 'opportunity_lost'), ['no_budget', 'no_fit', 'timing'][1 + event.5 % 3], '') AS reason,
    if(event.1 IN ('opportunity_created', 'opportunity_won'), toDecimal64(1000 + event.5 % 90000, 4), NULL)::Nullable(Decimal(18, 4)) AS amount,
    if(isNull(amount), '', 'EUR') AS currency,
    'bench' AS _topic,
    0 AS _partition,
    account * 64 + number_in_account AS _offset
FROM
(
    SELECT
        account,
        begin,
        arrayJoin(arrayEnumerate(events)) AS number_in_account,
        events[number_in_account] AS event
    FROM
    (
        SELECT
            {from:UInt64} + number AS account,
            toDateTime64('2025-01-01 00:00:00', 3, 'UTC') + toIntervalHour(cityHash64(account) % 7200) AS begin,
            arrayConcat(
                arrayMap(
                    t -> ('content_viewed', toInt64(t * 518400000 + cityHash64(account, t) % 500000000), if(t % 10 = 3, 'visitor', 'contact'), t % 2, cityHash64(t, account)),
                    range(8 + cityHash64(account, 'touches') % 17)),
                arrayMap(
                    s -> (s.1, toInt64(s.2 * 86400000 + cityHash64(account, s.2) % 40000000), s.3, 0, cityHash64(account, s.2, 'stage')),
                    multiIf(
                        account % 24 = 0, [('mql_created', 20, 'contact'), ('mql_rejected', 23, 'contact'), ('mql_created', 50, 'contact'), ('mql_accepted', 51, 'contact'), ('opportunity_created', 60, 'deal'), ('opportunity_won', 85, 'deal')],
                        account % 8 = 0, [('mql_created', 20, 'contact'), ('mql_accepted', 23, 'contact'), ('opportunity_created', 40, 'deal'), ('opportunity_won', 75, 'deal')],
                        account % 8 = 1, [('mql_created', 20, 'contact'), ('mql_accepted', 23, 'contact'), ('opportunity_created', 40, 'deal'), ('opportunity_lost', 75, 'deal')],
                        account % 8 IN (2, 3, 4), [('mql_created', 20, 'contact'), ('mql_rejected', 23, 'contact'), ('mql_created', 40, 'contact'), ('mql_rejected', 44, 'contact')],
                        [('mql_created', 20, 'contact'), ('mql_rejected', 24, 'contact'), ('lead_recycled', 60, 'contact')])
                    ::Array(Tuple(String, UInt16, String)))) AS events
        FROM numbers({accounts:UInt64})
    )
)
