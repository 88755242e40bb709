-- How many erasures were there ever? Parameters: none. Grain: one row.
SELECT toUInt32(count()) AS erasures FROM erasures
