-- Question: how well were the SLAs of these months kept, by policy, team or owner?
-- Parameters: from, to: first days of the first and last month; a week belongs to the month its Monday is in (UTC); by: policy, team or owner;
-- owner, team, policy: '' for any; rows_max.
-- Grain: value of what is asked by ('' where nobody is named). Most clocks first.
SELECT
    multiIf({by:String} = 'policy', policy_id, {by:String} = 'team', team, owner_id) AS name,
    toUInt32(sum(sla_compliance.clocks)) AS clocks,
    toUInt32(sum(sla_compliance.open)) AS open,
    toUInt32(sum(sla_compliance.met)) AS met,
    toUInt32(sum(sla_compliance.breached)) AS breached,
    toUInt32(sum(sla_compliance.escalated)) AS escalated,
    toUInt32(sum(sla_compliance.ended)) AS ended,
    toUInt32(sum(sla_compliance.acknowledged)) AS acknowledged,
    toUInt32(sum(sla_compliance.paused)) AS paused
FROM sla_compliance
WHERE week >= {from:Date}
    AND week < {to:Date} + INTERVAL 1 MONTH
    AND ({owner:String} = '' OR owner_id = {owner:String})
    AND ({team:String} = '' OR team = {team:String})
    AND ({policy:String} = '' OR policy_id = {policy:String})
GROUP BY name
ORDER BY clocks DESC, name
LIMIT {rows_max:UInt32}
