-- How much is there to load? Parameters: types. Grain: one row; stage events stored, duplicates included.
SELECT count() AS events FROM stored_events WHERE type IN {types:Array(String)}
