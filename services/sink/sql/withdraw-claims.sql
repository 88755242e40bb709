-- Withdraws the claims of messages that could not be stored, so that their events can be stored once they can. (Question: who claims what it
-- cannot store?) Parameters: keys Array(UInt64), topic String, partition UInt32, offsets Array(UInt64). Grain: one claim.
ALTER TABLE event_claims
DELETE WHERE event_key IN {keys:Array(UInt64)} AND topic = {topic:String} AND partition = {partition:UInt32} AND offset IN {offsets:Array(UInt64)}
SETTINGS mutations_sync = 1
