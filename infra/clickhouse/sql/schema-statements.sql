-- What makes each table, and which columns has each view? (A view's own SQL is in its file.) Parameters: none. Grain: one table or view.
SELECT
    if(tables.engine = 'View', concat('CREATE VIEW ', tables.name, '\n(\n', shape.columns, '\n)'), formatQuery(create_table_query)) AS statement
FROM system.tables AS tables
LEFT JOIN
(
    SELECT table, arrayStringConcat(arrayMap(c -> concat('    ', c.2, ' ', c.3), arraySort(groupArray((position, name, type)))), ',\n') AS columns
    FROM system.columns
    WHERE database = currentDatabase()
    GROUP BY table
) AS shape ON shape.table = tables.name
WHERE tables.database = currentDatabase() AND NOT startsWith(tables.name, '.')
ORDER BY tables.name
