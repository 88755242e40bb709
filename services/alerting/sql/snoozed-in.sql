-- What is stored of the handoffs of one partition of funnel.sla that are snoozed until later? Parameters: partition, now (UTC milliseconds).
-- Grain: one fact, by time.
SELECT *
FROM (INCLUDE said_facts)
WHERE handoff_id IN
(
    SELECT handoff_id FROM stored_sla_facts
    WHERE fact = 'snoozed' AND until > fromUnixTimestamp64Milli({now:Int64}) AND _partition = {partition:UInt32}
)
ORDER BY derived_at, fact_id
