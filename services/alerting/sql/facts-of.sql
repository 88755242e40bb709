-- What has been said of these handoffs? `told` and `undeliverable` excepted. Parameters: handoffs. Grain: one fact, by derived_at.
SELECT *
FROM (INCLUDE said_facts)
WHERE fact NOT IN ('told', 'undeliverable') AND handoff_id IN {handoffs:Array(String)}
ORDER BY derived_at
