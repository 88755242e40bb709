-- What did inserts cost ClickHouse, by table? CPU seconds of the inserting threads. Parameters: since (UTC). Grain: one table.
SELECT
    extract(tables[1], '[^.]+$') AS table,
    count() AS times,
    sum(written_rows) AS rows,
    round(sum(ProfileEvents['OSCPUVirtualTimeMicroseconds']) / 1e6, 2) AS cpu_s,
    round(sum(query_duration_ms) / 1e3, 2) AS wall_s
FROM system.query_log
WHERE type = 'QueryFinish' AND query_kind = 'Insert' AND event_time_microseconds >= {since:DateTime64(3, 'UTC')}
GROUP BY table
ORDER BY cpu_s DESC
