-- Who was erased, and when last? Parameters: none. Grain: one identifier of a person; erased_at in UTC milliseconds.
SELECT kind, id_sha256, toUnixTimestamp64Milli(max(erasures.erased_at)) AS erased_at
FROM erasures
GROUP BY kind, id_sha256
