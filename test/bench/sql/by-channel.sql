-- What did each channel earn, asked ad hoc? Parameters: none. Grain: one channel.
SELECT channel, sum(amount) AS revenue
FROM attribution(lookback_days = 90, stage_credit = 'productive', as_of = '2299-12-31 00:00:00')
WHERE model = 'full_path'
GROUP BY channel
ORDER BY revenue DESC
