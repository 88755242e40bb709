-- Who gets how much by the Markov models? Parameters: none (everything stored). Grain: one (opportunity, window, model), as in dealt_credits.
SELECT * FROM (INCLUDE dealt_credits FROM markov_weights)
