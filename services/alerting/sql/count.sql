-- How much is there to load? Parameters: types. Grain: one row; stage events stored, duplicates included, and their accounts, about.
SELECT count() AS events, uniq(account_id) AS accounts FROM stored_events WHERE type IN {types:Array(String)}
