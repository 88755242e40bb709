-- What has somebody been told of these handoffs, and what have people done about them? Parameters: handoffs. Grain: one fact, by time.
SELECT *
FROM (INCLUDE said_facts)
WHERE fact IN ('told', 'acknowledged', 'reassigned', 'snoozed', 'resolved', 'paused', 'resumed') AND handoff_id IN {handoffs:Array(String)}
ORDER BY derived_at, fact_id
