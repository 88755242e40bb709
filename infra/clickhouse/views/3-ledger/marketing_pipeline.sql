-- How much of the pipeline did marketing source, how much did it influence? Sourced: the journey of the opportunity began with a touch, at or before the
-- account's first entry of mql or a later stage in it, and so at or before the opportunity was created. Influenced: at least one touch in the journey, up
-- to the win, while open up to now. What is sourced is influenced too, and neither is more than all; amounts neither, where none is negative.
-- Parameters: none. Grain: status × month × currency.
CREATE OR REPLACE VIEW marketing_pipeline
(
    status                   String COMMENT 'open or won: where the opportunities stand now',
    period                   Date COMMENT 'First day of the month in which open ones were first created, won ones won, UTC',
    currency                 String COMMENT 'ISO 4217 code of the amounts; empty where none was stated',
    opportunities            UInt64 COMMENT 'Opportunities, all of them',
    amount                   Decimal(38, 4) COMMENT 'Their newest amounts, refunds not deducted',
    sourced_opportunities    UInt64 COMMENT 'Of those, sourced by marketing: the journey began with a touch, no stage event of the account came before',
    sourced_amount           Decimal(38, 4) COMMENT 'Amounts of the sourced ones',
    influenced_opportunities UInt64 COMMENT 'Of all, influenced by marketing: at least one touch in the journey, up to the win; while open, up to now',
    influenced_amount        Decimal(38, 4) COMMENT 'Amounts of the influenced ones'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    status,
    toStartOfMonth(ifNull(closed_won_at, entered_at)) AS period,
    currency,
    count() AS opportunities,
    sum(opportunity.amount) AS amount,
    countIf(is_sourced) AS sourced_opportunities,
    sumIf(opportunity.amount, is_sourced) AS sourced_amount,
    countIf(is_influenced) AS influenced_opportunities,
    sumIf(opportunity.amount, is_influenced) AS influenced_amount
FROM (INCLUDE opportunities WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 1) AS opportunity
WHERE status IN ('open', 'won')
GROUP BY status, period, currency
COMMENT 'Marketing-sourced and marketing-influenced pipeline, open and won';
