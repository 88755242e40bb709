-- Which accounts and contacts were merged into which, by all that has arrived? Parameters: none. Grain: one row, as in the fragment `merges`.
-- A view, so that its text is not analysed again in each subquery that asks for it: `compose` puts it in the place of `merges` as of the end of time.
CREATE OR REPLACE VIEW current_merges
(
    merges Tuple(
        accounts Tuple(merged Array(String), survivors Array(String)),
        contacts Tuple(merged Array(String), survivors Array(String))
    ) COMMENT 'Ids that were merged, and in the same order the ids they count as now; the last pair of each holds a zero character and means nothing'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT * FROM (INCLUDE merges WITH as_of = '2299-12-31 00:00:00')
COMMENT 'Which merged accounts and contacts count as which, by all that has arrived';
