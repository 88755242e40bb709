-- What does each rule model, or Shapley, give to each eligible touch, model by model? As model_weights; a filter on the model is applied before anything is
-- dealt out. Parameters: those of model_weights. Grain: one (opportunity, window, model, policies); `entries` holds that one.
SELECT * EXCEPT (entries), [entry]::Array(Tuple(model String, policies Array(String), weights Array(Float64))) AS entries, entry.1 AS model, entry.2 AS policies
FROM (INCLUDE model_weights) AS weighted
ARRAY JOIN weighted.entries AS entry
