-- Which accounts and contacts were merged into which, as known by `as_of`? For each merged id its newest merge or unmerge decides; chains are
-- followed, up to 16 long; an id whose chain ends in a circle stays as it is. Parameters: as_of DateTime64(3). Grain: one row, one tuple:
-- accounts.merged[i] is accounts.survivors[i] now, and contacts likewise. A last pair of zero characters, which no id holds: `transform` wants one.
WITH
    decided AS
    (
        SELECT
            if(startsWith(type, 'account'), 'account', 'contact') AS entity,
            properties['merged_id'] AS merged_id,
            argMax((endsWith(type, '_merged'), if(entity = 'account', account_id, contact_id)), (occurred_at, event_id, source)) AS newest
        FROM stored_events
        WHERE type IN ('account_merged', 'account_unmerged', 'contact_merged', 'contact_unmerged') AND received_at <= {as_of:DateTime64(3)}
            -- Where the other person was erased, nobody is named any more.
            AND properties['merged_id'] != ''
        GROUP BY entity, merged_id
        HAVING newest.1
    ),
    -- Each step follows chains twice as far: an id that is merged itself stands for what it was merged into.
    newest AS (SELECT entity, groupArray(merged_id) AS merged, groupArray(newest.2) AS into, arrayIntersect(into, merged) AS between FROM decided GROUP BY entity),
    two AS (SELECT entity, merged, between, arrayMap(id -> if(has(between, id), into[indexOf(merged, id)], id), into) AS into FROM newest),
    four AS (SELECT entity, merged, between, arrayMap(id -> if(has(between, id), into[indexOf(merged, id)], id), into) AS into FROM two),
    eight AS (SELECT entity, merged, between, arrayMap(id -> if(has(between, id), into[indexOf(merged, id)], id), into) AS into FROM four),
    sixteen AS (SELECT entity, merged, between, arrayMap(id -> if(has(between, id), into[indexOf(merged, id)], id), into) AS into FROM eight)
SELECT
    (
        (arrayPushBack(groupArrayArrayIf(arrayFilter((id, last) -> NOT has(between, last), merged, into), entity = 'account'), '\0'),
            arrayPushBack(groupArrayArrayIf(arrayFilter(last -> NOT has(between, last), into), entity = 'account'), '\0')),
        (arrayPushBack(groupArrayArrayIf(arrayFilter((id, last) -> NOT has(between, last), merged, into), entity = 'contact'), '\0'),
            arrayPushBack(groupArrayArrayIf(arrayFilter(last -> NOT has(between, last), into), entity = 'contact'), '\0'))
    )::Tuple(accounts Tuple(merged Array(String), survivors Array(String)), contacts Tuple(merged Array(String), survivors Array(String))) AS merges
FROM sixteen
