-- With which settings were the credits computed that progress speaks of? Parameters: topic String. Grain: one row where there is any progress.
SELECT settings FROM attribution_progress FINAL WHERE topic = {topic:String} ORDER BY version DESC LIMIT 1
