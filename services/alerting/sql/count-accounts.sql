-- Of how many accounts is a stage event stored, about? Parameters: types. Grain: one row.
SELECT uniq(account_id) AS accounts FROM stored_events WHERE type IN {types:Array(String)}
