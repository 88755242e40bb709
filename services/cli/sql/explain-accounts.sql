-- Whose is an opportunity, as known by then? Parameters: opportunity_id String, as_of DateTime64(3). Grain: one account.
SELECT account_id FROM opportunity_accounts(opportunity_id = {opportunity_id:String}, as_of = {as_of:DateTime64(3)}) ORDER BY account_id
