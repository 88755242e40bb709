-- Which credit differs between two moments of knowledge, and which events received in between moved it? A deal that a merge brought to another account has a
-- row for each of both. Parameters: lookback_days UInt16, stage_credit String, as of `attribution`; after DateTime64(3), as_of DateTime64(3): what had been
-- received by the one is compared with what had by the other; accounts Array(String) (empty: all, which takes minutes where there are many). Grain: one (account, opportunity, model, kind of row, channel, campaign, currency) whose credit
-- differs. Columns: those; weight_before, weight_after, amount_before, amount_after; moved_by: events received in between that concern the account, but for
-- touches after the conversion, in the order received.
CREATE OR REPLACE VIEW attribution_changes DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH
    arrivals AS
    (
        SELECT account_id, arraySort(groupArray((received_at, event_id, type = 'content_viewed', occurred_at))) AS arrived
        FROM attribution_arrivals(after = {after:DateTime64(3)}, as_of = {as_of:DateTime64(3)})
        WHERE empty({accounts:Array(String)}) OR has({accounts:Array(String)}, account_id)
        GROUP BY account_id
    ),
    -- One key, one aggregate: planning compares each aggregate with each key, statements of thousands of words and all.
    sided AS
    (
        SELECT (account_id, opportunity_id, model, row_kind, channel, campaign_id, currency) AS key, (false, weight, amount, converted_at) AS side
        FROM (INCLUDE credit_rows FROM rule_credits WITH lookbacks = [{lookback_days:UInt16}], policies = [{stage_credit:String}], models = [], null_paths = 0, opportunities_only = 1, as_of = {after:DateTime64(3)})
        UNION ALL
        SELECT (account_id, opportunity_id, model, row_kind, channel, campaign_id, currency) AS key, (true, weight, amount, converted_at) AS side
        FROM (INCLUDE credit_rows FROM rule_credits WITH lookbacks = [{lookback_days:UInt16}], policies = [{stage_credit:String}], models = [], null_paths = 0, opportunities_only = 1)
    ),
    grouped AS (SELECT key, groupArray(side) AS sides FROM sided GROUP BY key),
    compared AS
    (
        SELECT
            key.1 AS account_id, key.2 AS opportunity_id, key.3 AS model, key.4 AS row_kind, key.5 AS channel, key.6 AS campaign_id, key.7 AS currency,
            arraySum(s -> if(s.1, 0, s.2), sides)::Decimal(38, 12) AS weight_before, arraySum(s -> if(s.1, s.2, 0), sides)::Decimal(38, 12) AS weight_after,
            arraySum(s -> if(s.1, 0, s.3), sides)::Decimal(38, 4) AS amount_before, arraySum(s -> if(s.1, s.3, 0), sides)::Decimal(38, 4) AS amount_after,
            arrayMax(s -> s.4, sides) AS ends_at
        FROM grouped
    )
SELECT
    compared.account_id AS account_id, opportunity_id, model, row_kind, compared.channel AS channel, compared.campaign_id AS campaign_id, currency,
    weight_before, weight_after, amount_before, amount_after,
    arrayMap(e -> e.2, arrayFilter(e -> NOT e.3 OR ifNull(e.4 <= ends_at, true), arrived)) AS moved_by
FROM compared
LEFT JOIN arrivals ON arrivals.account_id = compared.account_id
WHERE (weight_before != weight_after OR amount_before != amount_after)
    AND throwIf({stage_credit:String} NOT IN ('first', 'last', 'even', 'productive', 'rescue'),
    'stage_credit is one of first, last, even, productive, rescue') = 0;
