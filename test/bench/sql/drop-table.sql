-- Makes a table go, with its rows, at once. Parameters: table.
DROP TABLE IF EXISTS {table:Identifier} SYNC
