-- How much does the pipeline win per day? Velocity = opportunities × win rate × average amount / average days of a cycle. Opportunities are those open at
-- any time of the month; the win rate is won / (won + lost) of the month; amounts and days are those of the opportunities won in the month. Once by the
-- days from created to won, once by those from the first touch; with and without the time spent in loops, as in `sales_cycles`.
-- Parameters: none. Grain: month × currency; months in which nothing was opened, won or lost are left out.
CREATE OR REPLACE VIEW pipeline_velocity
(
    period                                 Date COMMENT 'First day of the month, UTC',
    currency                               String COMMENT 'ISO 4217 code of the amounts; empty where none was stated',
    opportunities                          Int64 COMMENT 'Opportunities open at any time of the month; one that is lost and opened again within it counts twice',
    won                                    UInt64 COMMENT 'Opportunities won in the month that stand at won',
    lost                                   UInt64 COMMENT 'Losses of open opportunities in the month, those opened again later included',
    win_rate                               Nullable(Float64) COMMENT 'won / (won + lost); null where nothing was decided',
    average_amount                         Nullable(Float64) COMMENT 'Average amount of the opportunities won, refunds not deducted; null where none was won',
    average_days_from_created              Nullable(Float64) COMMENT 'Average days from created to won of the opportunities won',
    average_days_from_created_without_loops     Nullable(Float64) COMMENT 'The same without the time spent in loops',
    average_days_from_first_touch          Nullable(Float64) COMMENT 'Average days from the first touch of the journey to the win of the opportunities won',
    average_days_from_first_touch_without_loops Nullable(Float64) COMMENT 'The same without the time spent in loops',
    velocity                               Nullable(Float64) COMMENT 'opportunities × win_rate × average_amount / average_days_from_created, per day; null where a part of it is, or the days are 0',
    velocity_without_loops                 Nullable(Float64) COMMENT 'The same with average_days_from_created_without_loops',
    velocity_from_first_touch              Nullable(Float64) COMMENT 'The same with average_days_from_first_touch',
    velocity_from_first_touch_without_loops     Nullable(Float64) COMMENT 'The same with average_days_from_first_touch_without_loops'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
WITH
    happenings AS
    (
        SELECT
            currency,
            arrayJoin(arrayConcat(
                arrayMap(at -> (at, 'opened', 0., NULL, NULL, NULL, NULL)
                    ::Tuple(at DateTime64(3, 'UTC'), what String, amount Float64, from_created Nullable(Float64), from_created_without Nullable(Float64),
                            from_touch Nullable(Float64), from_touch_without Nullable(Float64)), opened_ats),
                arrayMap(d -> (d.at, if(d.is_win, 'ended', 'lost'), 0., NULL, NULL, NULL, NULL)
                    ::Tuple(at DateTime64(3, 'UTC'), what String, amount Float64, from_created Nullable(Float64), from_created_without Nullable(Float64),
                            from_touch Nullable(Float64), from_touch_without Nullable(Float64)), decisions),
                if(status = 'won', [(assumeNotNull(closed_won_at), 'won', toFloat64(amount),
                    dateDiff('millisecond', created_at, closed_won_at) / 86400000,
                    (dateDiff('millisecond', created_at, closed_won_at) - looped_since_created_ms) / 86400000,
                    dateDiff('millisecond', first_touch_at, closed_won_at) / 86400000,
                    (dateDiff('millisecond', first_touch_at, closed_won_at) - looped_since_touch_ms) / 86400000)
                    ::Tuple(at DateTime64(3, 'UTC'), what String, amount Float64, from_created Nullable(Float64), from_created_without Nullable(Float64),
                            from_touch Nullable(Float64), from_touch_without Nullable(Float64))], []))) AS happening
        FROM (INCLUDE opportunities WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 1)
    ),
    months AS
    (
        SELECT
            toStartOfMonth(happening.at) AS period,
            currency,
            toInt64(countIf(happening.what = 'opened')) AS opened,
            toInt64(countIf(happening.what IN ('ended', 'lost'))) AS ended,
            countIf(happening.what = 'won') AS won,
            countIf(happening.what = 'lost') AS lost,
            sumIf(happening.amount, happening.what = 'won') AS won_amount,
            avg(happening.from_created) AS from_created,
            avg(happening.from_created_without) AS from_created_without,
            avg(happening.from_touch) AS from_touch,
            avg(happening.from_touch_without) AS from_touch_without
        FROM happenings
        GROUP BY period, currency
    )
SELECT
    period,
    currency,
    sum(opened) OVER so_far - (sum(ended) OVER so_far - ended) AS opportunities,
    won,
    lost,
    won / nullIf(won + lost, 0) AS win_rate,
    won_amount / nullIf(won, 0) AS average_amount,
    from_created AS average_days_from_created,
    from_created_without AS average_days_from_created_without_loops,
    from_touch AS average_days_from_first_touch,
    from_touch_without AS average_days_from_first_touch_without_loops,
    opportunities * win_rate * average_amount / nullIf(from_created, 0) AS velocity,
    opportunities * win_rate * average_amount / nullIf(from_created_without, 0) AS velocity_without_loops,
    opportunities * win_rate * average_amount / nullIf(from_touch, 0) AS velocity_from_first_touch,
    opportunities * win_rate * average_amount / nullIf(from_touch_without, 0) AS velocity_from_first_touch_without_loops
FROM months
WINDOW so_far AS (PARTITION BY currency ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
COMMENT 'Pipeline velocity by month and currency, with and without the time spent in loops';
