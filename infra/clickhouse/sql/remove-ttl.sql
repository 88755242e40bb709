-- Makes rows of a table stay for ever. Parameters: table Identifier.
ALTER TABLE {table:Identifier} REMOVE TTL
