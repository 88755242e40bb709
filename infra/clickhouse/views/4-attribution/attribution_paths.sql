-- Which path led to each opportunity, and what does each model give to its touches? For several windows and policies at once; the attribution service
-- computes `attribution_credits` from it. Parameters: lookbacks Array(UInt16) days, policies Array(String), models Array(String) (empty: all),
-- as_of DateTime64(3), accounts Array(String) (empty: all). Grain: one (opportunity or present journey, window, model, policies).
CREATE OR REPLACE VIEW attribution_paths DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT * FROM (INCLUDE rule_credits WITH null_paths = 1, opportunities_only = 0);
