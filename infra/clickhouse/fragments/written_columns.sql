-- What does each column mean of the relations that take parameters, of which ClickHouse keeps no columns? Those that a relation has of `attribution_credits`
-- are taken from there, see data_dictionary. Parameters: none. Grain: one column of one relation; a test holds names and types to the relations.
SELECT described.1 AS relation, toUInt64(place) AS position, column.1 AS column_name, column.2 AS type, column.3 AS meaning
FROM
(
    SELECT arrayJoin([
        ('attribution_arrivals', [
            ('account_id', 'String', 'Account whose credit the event may have changed'),
            ('event_id', 'String', 'The event'),
            ('source', 'LowCardinality(String)', 'Its emitter'),
            ('type', 'LowCardinality(String)', 'Its type'),
            ('occurred_at', 'DateTime64(3, \'UTC\')', 'Event time'),
            ('received_at', 'DateTime64(3, \'UTC\')', 'When Revloop received it'),
            ('stated_id', 'String', 'Account stated on the event'),
            ('contact_id', 'String', 'Contact stated on the event'),
            ('anonymous_id', 'String', 'Visitor stated on the event'),
            ('merged_id', 'String', 'Of a merge or unmerge: the id that was merged or unmerged'),
            ('opportunity_id', 'String', 'Opportunity stated on the event'),
            ('channel', 'LowCardinality(String)', 'Channel stated on the event'),
            ('amount', 'Nullable(Decimal(18, 4))', 'Amount stated on the event'),
            ('currency', 'LowCardinality(String)', 'Its currency')]),
        ('attribution_explained', [
            ('step', 'UInt32', 'Number of the row in the order of time, from 1'),
            ('at', 'DateTime64(3, \'UTC\')', 'Event time'),
            ('is_touch', 'Bool', 'Whether the event is a touch; the first touch is a visit too'),
            ('event_id', 'String', 'The event'),
            ('source', 'LowCardinality(String)', 'Its emitter'),
            ('type', 'LowCardinality(String)', 'Its type'),
            ('contact_id', 'String', 'Contact of the visit, else of the event'),
            ('opportunity_id', 'String', 'Opportunity stated on the event'),
            ('opportunity_state', 'String', 'Of the opportunity asked for: won, open or lost'),
            ('won_at', 'Nullable(DateTime64(3, \'UTC\'))', 'When it was won; null while it is not'),
            ('journey', 'String', 'earlier, this or later, than the journey of the opportunity'),
            ('eligibility', 'String', 'Of a touch: eligible, too_old, after_win or not_won; empty for visits'),
            ('touch_no', 'UInt32', 'Number among the eligible touches, from 1; else 0'),
            ('channel', 'LowCardinality(String)', 'Channel of the touch'),
            ('campaign_id', 'LowCardinality(String)', 'Campaign of the touch'),
            ('content_id', 'String', 'Content of the touch'),
            ('stage', 'String', 'Stage that was entered; empty for a touch that is no visit'),
            ('from_stage', 'String', 'Stage its subject held before'),
            ('direction', 'String', 'forward, back or repeat'),
            ('reason', 'String', 'Reason stated on the event, or requalified'),
            ('visit_no', 'UInt32', 'Number of the visit among those of the account to this stage'),
            ('cycle_no', 'UInt32', 'Cycle of the account'),
            ('journey_no', 'UInt32', 'Journey of the account, from 1; a win ends one'),
            ('left_at', 'Nullable(DateTime64(3, \'UTC\'))', 'When the visit ended; null while it lasts'),
            ('ended_by', 'String', 'Event that ended the visit'),
            ('thrown_back_at', 'Nullable(DateTime64(3, \'UTC\'))', 'When the subject looped to a lower stage or restarted by a loss; null where it did not'),
            ('anchor_event_id', 'String', 'Newest touch at or before the entry'),
            ('milestone', 'String', 'mql, accepted, opportunity or won, where the visit is a candidate for that one''s credit'),
            ('candidate_no', 'UInt32', 'Number among the milestone''s candidates, from 1; else 0'),
            ('is_thrown_back', 'Bool', 'Whether it was thrown back before the win'),
            ('is_anchored', 'Bool', 'Whether its anchor is eligible'),
            ('amount', 'Nullable(Decimal(18, 4))', 'Amount stated on the event'),
            ('currency', 'LowCardinality(String)', 'Its currency')]),
        ('attribution_positions', [
            ('stage_credit', 'String', 'Stage-credit policy'),
            ('position', 'String', 'first_touch, mql, accepted, opportunity, won or last_touch'),
            ('candidate_no', 'UInt32', 'The visit that pays, by its number among the position''s candidates, as in attribution_explained'),
            ('touch_no', 'UInt32', 'The touch that is paid, as in attribution_explained; 0 where none is eligible'),
            ('role', 'String', 'touch, anchor or rescuer'),
            ('part', 'Float64', 'Part of the position''s credit')]),
        ('opportunity_accounts', [
            ('account_id', 'String', 'Account that has an opportunity of this id')]),
        ('milestone_models', [
            ('model', 'String', 'Name of the model'),
            ('version', 'UInt32', 'Its version; 0: it ships'),
            ('first_touch', 'Float64', 'Part of the first touch'),
            ('mql', 'Float64', 'Part of the visit to mql'),
            ('accepted', 'Float64', 'Part of the visit to accepted'),
            ('opportunity', 'Float64', 'Part of the visit to opportunity'),
            ('won', 'Float64', 'Part of the win'),
            ('last_touch', 'Float64', 'Part of the last touch'),
            ('rest', 'Float64', 'Part of the touches that hold no position')])]
        ::Array(Tuple(String, Array(Tuple(String, String, String))))) AS described
)
ARRAY JOIN described.2 AS column, arrayEnumerate(described.2) AS place
