-- How much memory and processor time did the newest queries of a kind take? Parameters: like String, since DateTime64(3). Grain: one row.
SELECT max(memory_usage) / 1e6 AS memory_mb, avg(ProfileEvents['UserTimeMicroseconds'] + ProfileEvents['SystemTimeMicroseconds']) / 1e6 AS cpu_s
FROM system.query_log
WHERE type = 'QueryFinish' AND event_time_microseconds >= {since:DateTime64(3)} AND query LIKE {like:String}
