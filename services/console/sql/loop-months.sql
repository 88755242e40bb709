-- Question: how many loops were there month by month, out of which stage?
-- Parameters: from, to: first days of the first and last month (UTC); rows_max.
-- Grain: month × from-stage, as the relation `loops` has it.
SELECT
    toString(loops.period) AS period,
    from_stage,
    toUInt32(sum(loops.loops)) AS loops,
    toUInt32(sum(loops.returned)) AS returned
FROM loops
WHERE loops.period BETWEEN {from:Date} AND {to:Date}
GROUP BY loops.period, from_stage
ORDER BY loops.period, from_stage
LIMIT {rows_max:UInt32}
