-- Who gets how much, model by model? Parameters: those of its source (rule_entries or markov_weights). Grain: one (opportunity, window, model, policies);
-- `units`, `shares` and `reversals` as in dealt_paths.
SELECT * EXCEPT (credits), credits[1].units AS units, credits[1].shares AS shares, credits[1].reversals AS reversals
FROM (INCLUDE dealt_paths FROM source)
