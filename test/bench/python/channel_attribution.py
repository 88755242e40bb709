# How long does ChannelAttribution take for the Markov model of order 1 of these paths, and what shares does it give?
# Arguments: a JSON file of [{path, conversions, nulls}], and seeds, one run each. Everything else is its default.
# Answer: the last line of stdout, {runs: [{seconds, shares: {channel: share}}]}.
import json
import sys
import time

import pandas
from ChannelAttribution import markov_model

with open(sys.argv[1], encoding="utf-8") as file:
    paths = pandas.DataFrame(json.load(file))


def run(seed):
    began = time.perf_counter()
    answer = markov_model(
        paths, "path", "conversions", var_null="nulls", out_more=True, seed=seed, verbose=False, flg_pro=False
    )
    seconds = time.perf_counter() - began
    effects = answer["removal_effects"]
    shares = effects["removal_effect"] / effects["removal_effect"].sum()
    return {"seconds": seconds, "shares": dict(zip(effects["channel_name"], shares.tolist()))}


print(json.dumps({"runs": [run(int(seed)) for seed in sys.argv[2:]]}))
