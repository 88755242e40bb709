-- What does each column of the analyst relations mean? Parameters: none. Grain: one column of one relation.
-- `attribution` takes parameters, so ClickHouse keeps no columns for it; they are those of `attribution_credits`.
CREATE OR REPLACE VIEW data_dictionary
(
    relation    String COMMENT 'Relation of database revloop',
    position    UInt64 COMMENT 'Position of the column in the relation',
    column_name String COMMENT 'Column',
    type        String COMMENT 'ClickHouse type',
    meaning     String COMMENT 'What the column means'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    arrayJoin(if(table = 'attribution_credits', ['attribution_credits', 'attribution'], [table])) AS relation,
    position,
    name AS column_name,
    type,
    comment AS meaning
FROM system.columns
WHERE database = 'revloop' AND table IN ('events', 'stage_visits', 'funnel', 'loops', 'attribution_credits', 'attribution_by_channel', 'handoffs',
    'sla_facts', 'sla_breaches', 'dead_letters', 'data_dictionary')
COMMENT 'Every column of the analyst relations';
