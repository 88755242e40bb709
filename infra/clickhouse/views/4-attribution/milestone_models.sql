-- Which part of the credit does each milestone model give to each position, and to the touches that hold none? Parameters: as_of DateTime64(3): custom
-- models in the version defined by then. Grain: one model. Columns: model, version (0: it ships), first_touch, mql, accepted, opportunity, won, last_touch, rest.
CREATE OR REPLACE VIEW milestone_models DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT * FROM (INCLUDE milestone_models);
