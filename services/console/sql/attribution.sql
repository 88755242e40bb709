-- Question: which channels earned the revenue won, by this model?
-- Parameters: model; stage_credit: which visit earns a milestone's credit; lookback_days; from, to: first days of the first and
-- last month of conversion (UTC); currency: amounts in different currencies are never added; rows_max.
-- Grain: channel; '' where the emitter stated none, 'unattributed' for credit that no touch can take.
SELECT
    channel,
    toFloat64(sum(attribution_by_channel.conversions)) AS conversions,
    toString(sum(attribution_by_channel.revenue)) AS revenue,
    if(
        sum(sum(attribution_by_channel.revenue)) OVER () = 0, 0,
        toFloat64(sum(attribution_by_channel.revenue)) / toFloat64(sum(sum(attribution_by_channel.revenue)) OVER ())
    ) AS share,
    toUInt32(sum(attribution_by_channel.credited_touches)) AS credited_touches,
    toString(sum(sum(attribution_by_channel.revenue)) OVER ()) AS total_revenue
FROM attribution_by_channel
WHERE model = {model:String}
    AND stage_credit = {stage_credit:String}
    AND lookback_days = {lookback_days:UInt32}
    AND period BETWEEN {from:Date} AND {to:Date}
    AND currency = {currency:String}
GROUP BY channel
ORDER BY channel = 'unattributed', sum(attribution_by_channel.revenue) DESC, channel
LIMIT {rows_max:UInt32}
