-- How long did each opportunity take, with and without the time spent in loops, and did marketing source or influence it? Its journey begins after the
-- newest win of its account before it was first entered, and ends with its win or loss. Time in loops is that between a loop and the return to the stage
-- that was left, or a later one: until the opportunity was entered, of loops of the account's contacts (what overlaps counts once); from then on, from
-- each loss of the opportunity to its next entry. Sourced: the journey began with a touch, at or before the account's first entry of mql or a later stage
-- in it, and so at or before the opportunity was created. Influenced: the journey has at least one touch.
-- Parameters: none. Grain: one opportunity that was ever created or won.
CREATE OR REPLACE VIEW sales_cycles
(
    account_id                          String COMMENT 'Account whose opportunity this is',
    opportunity_id                      String COMMENT 'Opportunity',
    journey_no                          UInt32 COMMENT 'Journey of the account in which it was first entered: 2 and more is expansion',
    status                              String COMMENT 'open, won or lost: where it stands now',
    amount                              Decimal(18, 4) COMMENT 'Newest amount stated, refunds not deducted; 0 where none was',
    currency                            String COMMENT 'ISO 4217 code of the amount; empty where none was stated',
    first_touch_at                      Nullable(DateTime64(3, 'UTC')) COMMENT 'First touch of the journey, event time; null where it has none',
    created_at                          Nullable(DateTime64(3, 'UTC')) COMMENT 'When it first entered opportunity; null where it was won without',
    won_at                              Nullable(DateTime64(3, 'UTC')) COMMENT 'When it was won, the newest time; null unless it stands at won',
    lost_at                             Nullable(DateTime64(3, 'UTC')) COMMENT 'When it was lost, the newest time; null unless it stands at lost',
    sourced                             Bool COMMENT 'Whether marketing sourced it: the journey began with a touch, no stage event of the account came before',
    influenced                          Bool COMMENT 'Whether marketing influenced it: at least one touch in the journey, up to the win or loss; while open, up to now',
    days_from_first_touch               Nullable(Float64) COMMENT 'Days from the first touch to the win; null unless won, and without a touch',
    days_from_first_touch_without_loops Nullable(Float64) COMMENT 'The same without the time spent in loops',
    days_from_created                   Nullable(Float64) COMMENT 'Days from created to won; null unless both happened',
    days_from_created_without_loops     Nullable(Float64) COMMENT 'The same without the time from each loss of the opportunity to its next entry'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    account_id, opportunity_id, journey_no, status, amount, currency, first_touch_at, created_at,
    closed_won_at AS won_at,
    closed_lost_at AS lost_at,
    is_sourced::Bool AS sourced,
    is_influenced::Bool AS influenced,
    dateDiff('millisecond', first_touch_at, won_at) / 86400000 AS days_from_first_touch,
    days_from_first_touch - looped_since_touch_ms / 86400000 AS days_from_first_touch_without_loops,
    dateDiff('millisecond', created_at, won_at) / 86400000 AS days_from_created,
    days_from_created - looped_since_created_ms / 86400000 AS days_from_created_without_loops
FROM (INCLUDE opportunities WITH as_of = '2299-12-31 00:00:00', accounts = [], opportunities_only = 1)
COMMENT 'One opportunity, how long it took, and whether marketing sourced or influenced it';
