-- Which rates stand in a span of days, between these currencies? Parameters: from_date Date, to_date Date, currencies Array(String).
-- Grain: one (from_currency, to_currency, date).
SELECT date, from_currency, to_currency, toString(rate) AS rate
FROM currency_rates
WHERE replaced_at IS NULL
    AND date BETWEEN {from_date:Date} AND {to_date:Date}
    AND from_currency IN {currencies:Array(String)} AND to_currency IN {currencies:Array(String)}
