-- Which version did the newest rebuild by hand announce (revloop attribution rebuild)? Parameters: none. Grain: one row; 0 where there was none.
SELECT max(version) AS version FROM attribution_progress WHERE topic = 'attribution rebuild'
