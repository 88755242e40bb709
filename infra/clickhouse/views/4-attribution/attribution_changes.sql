-- Which credit moved between two moments of knowledge, by how much, and which events received in between concern its account? `revloop attribution
-- changes` tells the same and leaves out events that cannot have moved it. Parameters: lookback_days UInt16, stage_credit String, after DateTime64(3),
-- as_of DateTime64(3): what had been received by `after` and by `as_of`. Grain: one (account, opportunity, model, kind of row, channel, currency) whose
-- credit differs. Columns: as in `attribution_credits`; weight_before, weight_after; amount_before, amount_after, amount_change; moved_by: the events, by
-- when they were received.
CREATE OR REPLACE VIEW attribution_changes DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH
    arrived AS
    (
        SELECT
            account_id,
            arraySort(e -> (e.received_at, e.event_id, e.source), groupArray((event_id, source, type, occurred_at, received_at)
                ::Tuple(event_id String, source String, type String, occurred_at DateTime64(3, 'UTC'), received_at DateTime64(3, 'UTC')))) AS moved_by
        FROM attribution_arrivals(after = {after:DateTime64(3)}, as_of = {as_of:DateTime64(3)})
        GROUP BY account_id
    ),
    both AS
    (
        SELECT *, true AS is_after
        FROM (INCLUDE credit_rows FROM rule_credits WITH lookbacks = [{lookback_days:UInt16}], policies = [{stage_credit:String}], models = [], accounts = [], null_paths = 0, opportunities_only = 1)
        UNION ALL
        SELECT *, false AS is_after
        FROM (INCLUDE credit_rows FROM rule_credits WITH as_of = {after:DateTime64(3)}, lookbacks = [{lookback_days:UInt16}], policies = [{stage_credit:String}], models = [], accounts = [], null_paths = 0, opportunities_only = 1)
    ),
    changed AS
    (
        SELECT
            account_id, opportunity_id, model, stage_credit, lookback_days, row_kind, channel, currency,
            sumIf(weight, NOT is_after) AS weight_before,
            sumIf(weight, is_after) AS weight_after,
            sumIf(amount, NOT is_after) AS amount_before,
            sumIf(amount, is_after) AS amount_after
        FROM both
        WHERE account_id IN (SELECT arrived.account_id FROM arrived)
            AND throwIf({stage_credit:String} NOT IN ('first', 'last', 'even', 'productive', 'rescue'),
                'stage_credit is one of first, last, even, productive, rescue') = 0
        GROUP BY account_id, opportunity_id, model, stage_credit, lookback_days, row_kind, channel, currency
        HAVING weight_before != weight_after OR amount_before != amount_after
    )
SELECT
    changed.account_id AS account_id, opportunity_id, model, stage_credit, lookback_days, row_kind, channel, currency,
    weight_before, weight_after, amount_before, amount_after, amount_after - amount_before AS amount_change, moved_by
FROM changed
INNER JOIN arrived ON arrived.account_id = changed.account_id;
