-- The attribution service composes its statement; no view stands between.
DROP VIEW IF EXISTS attribution_paths;
