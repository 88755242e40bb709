-- Who gets how much, model by model? Parameters: those of its source (model_weights or markov_weights). Grain: one (opportunity, window, model, policies);
-- columns as in dealt_paths.
SELECT
    * EXCEPT (credits),
    credit.model AS model, credit.policies AS policies, credit.units AS units, credit.shares AS shares, credit.reversals AS reversals
FROM (INCLUDE dealt_paths FROM source)
ARRAY JOIN credits AS credit
