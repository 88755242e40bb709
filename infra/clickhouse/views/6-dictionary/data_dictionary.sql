-- What does each column of the analyst relations mean? Parameters: none. Grain: one column of one relation.
-- Of relations that take parameters ClickHouse keeps no columns: those of `attribution` and `attribution_rows` are those of `attribution_credits`, and so are
-- the first ones of `attribution_in` and `attribution_credits_in`; what follows is written down.
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
    arrayJoin(if(table = 'attribution_credits', ['attribution_credits', 'attribution', 'attribution_rows', 'attribution_in', 'attribution_credits_in'], [table])) AS relation,
    position,
    name AS column_name,
    type,
    comment AS meaning
FROM system.columns
WHERE database = 'revloop' AND table IN ('events', 'stage_visits', 'funnel', 'funnel_by_channel', 'funnel_by_segment', 'loops', 'loops_by_channel',
    'loops_by_segment', 'failed_cycles', 'mql_outcomes', 'sales_cycles', 'marketing_pipeline', 'pipeline_velocity', 'attribution_credits',
    'attribution_by_channel', 'attribution_by_campaign', 'attribution_by_content', 'currency_rates', 'handoffs', 'handoff_updates', 'sla_facts', 'sla_breaches', 'sla_pauses', 'sla_compliance', 'rejections', 'dead_letters', 'data_dictionary')
UNION ALL
SELECT relation, toUInt64(16 + place) AS position, column.1 AS column_name, column.2 AS type, column.3 AS meaning
FROM
(
    SELECT
        arrayJoin(['attribution_in', 'attribution_credits_in']) AS relation,
        [('reporting_currency', 'String', 'ISO 4217 code of reported_amount and revaluation: the parameter'),
         ('reported_amount', 'Nullable(Decimal(38, 4))', 'Credit in the reporting currency, by the rate of the day of converted_at, of today while pending; sums to exactly the converted amount. Null where no rate is known'),
         ('revaluation', 'Nullable(Decimal(38, 4))', 'What the credit is worth at the newest rate, less reported_amount'),
         ('rate', 'Nullable(Decimal(38, 18))', 'What one unit of currency was worth in the reporting currency: the rate the amount is converted by'),
         ('rate_date', 'Nullable(Date)', 'Day the rate was given for, the newest at or before that of converted_at; of two rates the older day; null for the same currency'),
         ('rate_by', 'String', 'same: the currency is the reporting currency; direct: the pair as given; inverse: 1 / the pair given the other way; through X: two pairs that meet in X; empty: no rate'),
         ('newest_rate', 'Nullable(Decimal(38, 18))', 'The newest rate up to today, which revaluation goes by'),
         ('newest_rate_date', 'Nullable(Date)', 'Day the newest rate was given for'),
         ('not_reported_because', 'String', 'Why reported_amount is null; empty where it is not')]
            ::Array(Tuple(String, String, String)) AS columns
)
ARRAY JOIN columns AS column, arrayEnumerate(columns) AS place
UNION ALL
SELECT relation, position, column_name, type, meaning FROM (INCLUDE written_columns)
COMMENT 'Every column of the analyst relations';
