-- Through which channel did each handed-over contact come? The channel of the anchor of its MQL; 'unattributed' without a touch.
-- Parameters: none. Grain: one handoff, with all columns of `handoffs`.
SELECT handoff.*, if(touch.account_id = '', 'unattributed', touch.channel) AS channel
FROM handoffs AS handoff
ASOF LEFT JOIN
(
    SELECT account_id, occurred_at, argMax(events.channel, (event_id, source))::String AS channel
    FROM (INCLUDE account_events WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 0) AS events
    WHERE type = 'content_viewed'
    GROUP BY account_id, occurred_at
) AS touch ON touch.account_id = handoff.account_id AND touch.occurred_at <= handoff.opened_at
