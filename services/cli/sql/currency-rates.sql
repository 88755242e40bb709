-- Which rates between currencies are there, the newest day first? Parameters: currency String (either of the pair; empty: any), replaced UInt8 (1: also
-- those that a correction replaced), rows_max UInt64. Grain: one rate as stated by one import.
SELECT date, from_currency, to_currency, toString(rate) AS rate, known_at, replaced_at
FROM currency_rates
WHERE ({currency:String} = '' OR {currency:String} IN (from_currency, to_currency))
    AND ({replaced:UInt8} = 1 OR replaced_at IS NULL)
ORDER BY date DESC, from_currency, to_currency, known_at DESC
LIMIT {rows_max:UInt64}
