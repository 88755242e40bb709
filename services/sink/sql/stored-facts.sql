-- Which of these facts are stored, and where were they first read? Parameters: handoff_ids Array(String), fact_ids Array(String).
-- Grain: one fact.
SELECT fact_id, first.1 AS topic, first.2 AS partition, first.3 AS offset
FROM
(
    SELECT fact_id, argMax((_topic, _partition, _offset), _keep) AS first
    FROM stored_sla_facts
    WHERE handoff_id IN {handoff_ids:Array(String)} AND fact_id IN {fact_ids:Array(String)}
    GROUP BY fact_id
)
