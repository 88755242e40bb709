-- Which offsets of a range are stored? Parameters: topic String, partition UInt32, from UInt64, to UInt64 (both included). Grain: one offset.
SELECT DISTINCT _offset AS offset
FROM stored_events
WHERE _topic = {topic:String} AND _partition = {partition:UInt32} AND _offset BETWEEN {from:UInt64} AND {to:UInt64}
