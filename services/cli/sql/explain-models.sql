-- Which part of the credit does each milestone model give to each position? Parameters: as_of DateTime64(3). Grain: one model.
SELECT model, version, first_touch, mql, accepted, opportunity, won, last_touch, rest FROM milestone_models(as_of = {as_of:DateTime64(3)}) ORDER BY model
