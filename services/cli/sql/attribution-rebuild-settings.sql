-- With which settings does the attribution service compute, and what is the newest version of anything computed? Parameters: topic String. Grain: one row;
-- `settings` is empty where it never computed.
SELECT
    (SELECT argMax(settings, version) FROM attribution_progress FINAL WHERE topic = {topic:String}) AS settings,
    greatest((SELECT max(version) FROM attribution_progress), (SELECT max(version) FROM account_attribution)) AS version
