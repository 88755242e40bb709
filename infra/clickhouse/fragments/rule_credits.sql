-- Who gets how much by the rule models and by Shapley? Parameters: lookbacks Array(UInt16) days, policies Array(String), models Array(String)
-- (empty: all), as_of DateTime64(3), accounts Array(String) (empty: all), null_paths UInt8, opportunities_only UInt8. Grain: one (opportunity, window, model, policies).
SELECT * FROM (INCLUDE dealt_credits FROM rule_entries)
