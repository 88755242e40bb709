-- Question: what did people do about a handoff?
-- Parameters: handoff; rows_max.
-- Grain: act, newest first. `counted` is false where it changed nothing: no clock ran, or the policy allows no such pause.
SELECT action, actor, owner_id, reason, note, until, at, event_id, CAST(counted AS Bool) AS counted
FROM handoff_updates
WHERE handoff_id = {handoff:String}
ORDER BY at DESC, event_id
LIMIT {rows_max:UInt32}
