-- How many events of others name these people in a column that is not meant for people? They stay: what they mean, only their emitter knows.
-- Parameters: ids Array(String). Grain: one row.
SELECT
    countIf(account_id IN {ids:Array(String)}) AS account_id,
    countIf(owner_id IN {ids:Array(String)}) AS owner_id,
    countIf(opportunity_id IN {ids:Array(String)}) AS opportunity_id,
    countIf(content_id IN {ids:Array(String)}) AS content_id,
    countIf(campaign_id IN {ids:Array(String)}) AS campaign_id
FROM stored_events
SETTINGS log_queries = 0
