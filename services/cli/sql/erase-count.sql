-- How much do the tables hold of these people? Parameters: contacts Array(String), visitors Array(String), contact_accounts Array(String) (the accounts
-- they stand for themselves), letters String (what a dead letter of theirs matches, on hexadecimal bytes), erased_at DateTime64(3). Grain: one table.
WITH
    (contact_id IN {contacts:Array(String)} OR anonymous_id IN {visitors:Array(String)}) AND received_at <= {erased_at:DateTime64(3)} AS theirs
SELECT 'stored_events' AS relation, count() AS found
FROM stored_events
WHERE theirs
    OR (type = 'handoff_updated' AND received_at <= {erased_at:DateTime64(3)}
        AND properties['handoff_id'] IN (SELECT concat(source, '/', event_id) FROM stored_events WHERE theirs))
UNION ALL
SELECT 'identity_links', count() FROM identity_links WHERE theirs
UNION ALL
SELECT 'stored_sla_facts', count()
FROM stored_sla_facts
WHERE started_at <= {erased_at:DateTime64(3)} AND (
    contact_id IN {contacts:Array(String)} OR account_id IN {contact_accounts:Array(String)}
    OR handoff_id IN (SELECT concat(source, '/', event_id) FROM stored_events WHERE theirs))
UNION ALL
SELECT 'stored_dead_letters', count()
FROM stored_dead_letters
WHERE key IN {contacts:Array(String)} OR key IN {visitors:Array(String)}
    OR match(hex(value), {letters:String}) OR match(hex(key), {letters:String}) OR match(hex(message), {letters:String})
    OR (event_id != '' AND (source, event_id) IN (SELECT source, event_id FROM stored_events WHERE theirs))
UNION ALL
SELECT 'arrived_batches', count()
FROM arrived_batches
WHERE hasAny(contact_ids, {contacts:Array(String)}) OR hasAny(anonymous_ids, {visitors:Array(String)})
UNION ALL
SELECT 'account_attribution', count() FROM account_attribution WHERE account_id IN {contact_accounts:Array(String)}
UNION ALL
SELECT 'properties of other events', count()
FROM stored_events
WHERE NOT theirs AND (hasAny(mapValues(properties), {contacts:Array(String)}) OR hasAny(mapValues(properties), {visitors:Array(String)}))
SETTINGS log_queries = 0
