-- What did the questions of a user cost ClickHouse? Parameters: user; since (UTC). Grain: one row.
SELECT
    count() AS questions,
    sum(ProfileEvents['OSCPUVirtualTimeMicroseconds']) / 1000 AS cpu_ms
FROM system.query_log
WHERE type = 'QueryFinish' AND user = {user:String} AND event_time_microseconds >= {since:DateTime64(3, 'UTC')}
