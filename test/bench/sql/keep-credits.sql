-- Puts the credits just computed where the attribution service keeps them. Question: what would it cost to ask them? Parameters: none. Grain: one account.
INSERT INTO account_attribution SELECT * FROM bench_attribution
