-- Whose credits may these arrivals have changed? The accounts they name, and every account their contacts or visitors were ever tied to; of merged
-- ones also those they count as now. Parameters: topic String; partitions Array(UInt32), from Array(UInt64), to Array(UInt64) (not empty): a range of offsets of
-- each, both included. Grain: one account.
WITH
    (SELECT merges FROM (INCLUDE merges WITH as_of = '2299-12-31 00:00:00')) AS merges,
    batches AS
    (
        SELECT account_ids, contact_ids, anonymous_ids
        FROM arrived_batches
        -- The lowest and the highest offset, so that the primary key leaves out the others.
        WHERE topic = {topic:String} AND partition IN {partitions:Array(UInt32)}
            AND to_offset >= arrayMin({from:Array(UInt64)}) AND from_offset <= arrayMax({to:Array(UInt64)})
            AND to_offset >= {from:Array(UInt64)}[indexOf({partitions:Array(UInt32)}, partition)]
            AND from_offset <= {to:Array(UInt64)}[indexOf({partitions:Array(UInt32)}, partition)]
    ),
    -- The other side of merges and unmerges among them.
    merged AS
    (
        SELECT type, properties['merged_id'] AS merged_id
        FROM stored_events
        WHERE type IN ('account_merged', 'account_unmerged', 'contact_merged', 'contact_unmerged')
            AND _topic = {topic:String} AND _partition IN {partitions:Array(UInt32)}
            AND _offset BETWEEN {from:Array(UInt64)}[indexOf({partitions:Array(UInt32)}, _partition)]
                AND {to:Array(UInt64)}[indexOf({partitions:Array(UInt32)}, _partition)]
    ),
    visitors AS (SELECT DISTINCT arrayJoin(anonymous_ids) AS anonymous_id FROM batches WHERE anonymous_id != ''),
    concerned AS
    (
        SELECT DISTINCT arrayJoin(contact_ids) AS contact_id FROM batches WHERE contact_id != ''
        UNION DISTINCT
        SELECT contact_id FROM identity_links WHERE anonymous_id IN (SELECT anonymous_id FROM visitors)
        UNION DISTINCT
        SELECT merged_id AS contact_id FROM merged WHERE startsWith(type, 'contact')
    ),
    -- Whoever counts as the same contact.
    contacts AS
    (
        SELECT contact_id FROM concerned
        UNION DISTINCT
        SELECT transform(contact_id, merges.contacts.merged, merges.contacts.survivors, contact_id) AS contact_id FROM concerned
        UNION DISTINCT
        SELECT pair.1 AS contact_id
        FROM (SELECT arrayJoin(arrayZip(merges.contacts.merged, merges.contacts.survivors)) AS pair)
        WHERE pair.2 IN (SELECT transform(contact_id, merges.contacts.merged, merges.contacts.survivors, contact_id) FROM concerned)
    ),
    accounts AS
    (
        SELECT arrayJoin(account_ids) AS account_id FROM batches
        UNION DISTINCT
        SELECT account_id FROM identity_links WHERE contact_id IN (SELECT contact_id FROM contacts)
        UNION DISTINCT
        SELECT concat('contact:', contact_id) AS account_id FROM contacts
        UNION DISTINCT
        SELECT merged_id AS account_id FROM merged WHERE startsWith(type, 'account')
    )
SELECT DISTINCT arrayJoin([named.account_id, transform(named.account_id, merges.accounts.merged, merges.accounts.survivors, named.account_id)]) AS account_id
FROM accounts AS named
WHERE named.account_id NOT IN ('', 'contact:\0')
ORDER BY account_id
