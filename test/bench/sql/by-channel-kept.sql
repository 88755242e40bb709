-- What did each channel earn, by the credits that are kept? Parameters: none. Grain: one channel.
SELECT channel, sum(revenue) AS revenue
FROM attribution_by_channel
WHERE lookback_days = 90 AND stage_credit = 'productive' AND model = 'full_path'
GROUP BY channel
ORDER BY revenue DESC
