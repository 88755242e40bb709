-- What did everything that is not an insert cost ClickHouse, by who asked? Parameters: since (UTC). Grain: one application.
SELECT
    http_user_agent AS application,
    count() AS times,
    round(sum(ProfileEvents['OSCPUVirtualTimeMicroseconds']) / 1e6, 2) AS cpu_s
FROM system.query_log
WHERE type = 'QueryFinish' AND query_kind != 'Insert' AND event_time_microseconds >= {since:DateTime64(3, 'UTC')}
GROUP BY application
ORDER BY cpu_s DESC
