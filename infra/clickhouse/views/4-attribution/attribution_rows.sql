-- Which touch earns which part of each opportunity, for several windows and policies at once? The attribution service computes
-- `attribution_credits` from it. Parameters: lookbacks Array(UInt16) days, policies Array(String), as_of DateTime64(3). Grain: one row of `attribution`.
CREATE OR REPLACE VIEW attribution_rows DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT * FROM (INCLUDE credit_rows);
