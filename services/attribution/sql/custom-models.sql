-- Which custom models were ever defined? Parameters: none. Grain: one version of a model.
SELECT model, version, first_touch, mql, accepted, opportunity, won, last_touch, rest
FROM attribution_models FINAL
ORDER BY model, version
