-- Which touch earns which part of each opportunity, for several windows and policies at once, and for some accounts only? Computed as asked, by the
-- rule models and Shapley. Parameters: lookbacks Array(UInt16) days, policies Array(String), as_of DateTime64(3), accounts Array(String) (empty: all).
-- Grain: one row of `attribution`.
CREATE OR REPLACE VIEW attribution_rows DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT * FROM (INCLUDE credit_rows FROM rule_credits WITH models = [], null_paths = 0, opportunities_only = 0);
