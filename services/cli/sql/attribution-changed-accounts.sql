-- Whose credit may have changed by what was received in between? Parameters: after DateTime64(3), as_of DateTime64(3), account_id String (empty: all; else this
-- one and those it was merged with or unmerged from in between). Grain: one account.
SELECT DISTINCT account_id
FROM attribution_arrivals(after = {after:DateTime64(3)}, as_of = {as_of:DateTime64(3)})
WHERE {account_id:String} = '' OR account_id = {account_id:String}
    OR (type IN ('account_merged', 'account_unmerged') AND (merged_id = {account_id:String} OR stated_id = {account_id:String}))
ORDER BY account_id
