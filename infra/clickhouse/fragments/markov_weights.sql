-- What do the Markov models give to each eligible touch? Each channel on the path its removal effect in proportion, in equal parts to its touches; where
-- every effect is 0, equal parts to the channels. Parameters: none (everything stored). Grain: one (opportunity, window, model), as in rule_entries.
WITH
    paths AS
    (
        SELECT
            account_id,
            path.opportunity_id AS opportunity_id, path.is_null_path AS is_null_path, path.is_won AS is_won, path.won_at AS won_at, path.amount AS amount,
            path.currency AS currency, path.refunds AS refunds, path.lookback_days AS lookback_days, path.eligible AS eligible,
            path.channel_parts AS channel_parts
        FROM (SELECT account_id, arrayJoin(paths) AS path FROM account_attribution FINAL)
        WHERE NOT is_null_path
    ),
    chained AS
    (
        SELECT
            paths.*, solved.model::String AS model,
            arrayMap((t, part) -> part * if(solved.conversion > 0, solved.effects[indexOf(solved.channels, t.channel)], 0.), eligible, channel_parts) AS effects,
            arraySum(effects) AS total
        FROM paths
        INNER JOIN (SELECT * FROM channel_effects FINAL) AS solved ON solved.lookback_days = paths.lookback_days
    )
SELECT
    * EXCEPT (effects, total),
    ['first', 'last', 'even', 'productive', 'rescue'] AS policies,
    [(model, policies,
        if(empty(eligible), [1.], arrayPushBack(if(total > 0, arrayMap(e -> e / total, effects), channel_parts), 0.)))]
        ::Array(Tuple(model String, policies Array(String), weights Array(Float64))) AS entries
FROM chained
