-- How many rows has a table? Parameters: table. Grain: one row.
SELECT count() AS rows FROM {table:Identifier}
