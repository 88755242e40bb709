-- Makes rows of a table go some days after the time in a column. Parameters: table Identifier, column Identifier, ttl_days UInt32.
ALTER TABLE {table:Identifier} MODIFY TTL toDateTime({column:Identifier}) + toIntervalDay({ttl_days:UInt32})
