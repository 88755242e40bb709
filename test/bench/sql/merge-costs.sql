-- What did merges cost, by table? Parameters: since (UTC). Grain: one table.
SELECT
    table,
    count() AS times,
    sum(rows) AS rows,
    round(sum(ProfileEvents['OSCPUVirtualTimeMicroseconds']) / 1e6, 2) AS cpu_s
FROM system.part_log
WHERE event_type = 'MergeParts' AND event_time_microseconds >= {since:DateTime64(3, 'UTC')}
GROUP BY table
ORDER BY cpu_s DESC
