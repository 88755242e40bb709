-- Which events were claimed from a range of a partition? Parameters: topic String, partition UInt32, from UInt64, to UInt64 (offsets, both
-- included). Grain: one claim.
SELECT event_key
FROM event_claims
WHERE topic = {topic:String} AND partition = {partition:UInt32} AND offset BETWEEN {from:UInt64} AND {to:UInt64}
