-- Whose is an opportunity? Its id may be used by several accounts, each with an opportunity of its own. Parameters: opportunity_id String,
-- as_of DateTime64(3): what had been received by then. Grain: one account. Columns: account_id.
CREATE OR REPLACE VIEW opportunity_accounts DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH
    (SELECT merges FROM (INCLUDE merges)) AS merges,
    told AS
    (
        SELECT DISTINCT account_id AS stated_id, transform(event.contact_id, merges.contacts.merged, merges.contacts.survivors, event.contact_id) AS contact
        FROM stored_events AS event
        WHERE opportunity_id = {opportunity_id:String} AND received_at <= {as_of:DateTime64(3)}
            AND type IN ('opportunity_created', 'opportunity_won', 'opportunity_lost')
    )
-- An opportunity event states its account, or at least a contact.
SELECT transform(stated_id, merges.accounts.merged, merges.accounts.survivors, stated_id) AS account_id
FROM told
WHERE stated_id != ''
UNION DISTINCT
SELECT if(owner.account_id != '', owner.account_id, concat('contact:', contact)) AS account_id
FROM (SELECT contact FROM told WHERE stated_id = '') AS unstated
LEFT JOIN
(
    SELECT * FROM (INCLUDE account_of_contact FROM all_links) WHERE contact_id IN (SELECT contact FROM told WHERE stated_id = '')
) AS owner ON owner.contact_id = unstated.contact;
