-- For how many messages is it written down what became of them? Parameters: none. Grain: one row.
SELECT sum(to_offset - from_offset + 1) AS rows FROM arrived_batches FINAL
