-- How many clocks are known to have started? Parameters: none. Grain: one row.
SELECT count() AS facts FROM stored_sla_facts WHERE fact = 'started'
