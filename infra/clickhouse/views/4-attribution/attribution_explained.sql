-- What led to an opportunity, and what of it counts for its credit? Parameters: account_id String (opportunity_accounts says whose an opportunity is),
-- opportunity_id String, lookback_days UInt16, as_of DateTime64(3): what had been received by then. Grain: one touch or visit of the account; the first touch
-- is both. Columns:
-- step: number of the row in the order of time, from 1; at: event time; event_id, source, type, contact_id, opportunity_id: of the event;
-- opportunity_state: won, open or lost; won_at: when, else null; journey: earlier, this or later, than that of the opportunity;
-- of a touch (is_touch): eligibility: eligible, too_old, after_win or not_won; touch_no: its number among the eligible ones, else 0; channel, campaign_id, content_id;
-- of a visit (stage is not empty): stage, from_stage, direction, reason, visit_no, cycle_no, journey_no, left_at, ended_by, thrown_back_at, anchor_event_id,
-- as in stage_visits; milestone: mql, accepted, opportunity or won, where it is a candidate for that one's credit; candidate_no: its number among them, else 0;
-- is_thrown_back: before the win; is_anchored: its anchor is eligible; amount, currency: stated on an event of an opportunity.
CREATE OR REPLACE VIEW attribution_explained DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH ['engaged', 'mql', 'accepted', 'opportunity', 'won'] AS stages
SELECT
    toUInt32(row_number() OVER (ORDER BY at, n, event_id, source, sub_no)) AS step,
    at, is_touch::Bool AS is_touch, event_id, source, type, contact_id, opportunity_id,
    opportunity_state,
    if(is_won, won.2, NULL)::Nullable(DateTime64(3, 'UTC')) AS won_at,
    journey,
    eligibility,
    toUInt32(if(is_eligible, row_number() OVER (PARTITION BY is_eligible ORDER BY at, event_id, source), 0)) AS touch_no,
    channel, campaign_id, content_id,
    if(is_visit, stages[stage_no + 1], '') AS stage,
    if(NOT is_visit OR (is_opportunity AND held_no = 2) OR (stage_no = 0 AND direction = 'forward'), '', stages[held_no + 1]) AS from_stage,
    direction, reason, toUInt32(visit_no) AS visit_no, toUInt32(cycle_no) AS cycle_no, toUInt32(journey_no) AS journey_no, left_at, ended_by, thrown_back_at, anchor_event_id,
    milestone,
    toUInt32(if(milestone != '', row_number() OVER (PARTITION BY milestone ORDER BY n), 0)) AS candidate_no,
    (milestone != '' AND ifNull(thrown_back_at < won.2, false))::Bool AS is_thrown_back,
    -- Eligible touches are the newest before the win: where there is one at or before the entry, the anchor is one.
    (milestone != '' AND countIf(is_eligible) OVER (ORDER BY at RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) > 0)::Bool AS is_anchored,
    amount, currency
FROM
(
    SELECT
        *,
        multiIf(is_won, 'won', newest_stage_no = 3, 'open', 'lost') AS opportunity_state,
        eligibility = 'eligible' AS is_eligible,
        multiIf(is_own, 'this', is_before, 'earlier', is_after, 'later', 'this') AS journey
    FROM
    (
        SELECT
            *,
            maxIf(at, is_win AND journey_no < start_no) OVER () AS began_at,
            if(is_visit, journey_no < start_no, at <= began_at) AS is_before,
            is_won AND if(is_visit, n > won.1, at > won.2) AS is_after,
            multiIf(NOT is_touch, '', NOT is_won, 'not_won', at > won.2, 'after_win', at < won.2 - toIntervalDay({lookback_days:UInt16}), 'too_old', 'eligible') AS eligibility,
            multiIf(
                NOT is_won OR n > won.1, '',
                is_own AND n = won.1, 'won',
                is_own AND stage_no = 3, 'opportunity',
                NOT is_opportunity AND stage_no IN (1, 2) AND journey_no >= start_no, stages[stage_no + 1], '') AS milestone
        FROM
        (
            -- The journey of the opportunity starts after the newest win before it was first created, and ends with its newest entry into won.
            SELECT
                *,
                argMaxIf(stage_no, n, is_own) OVER () AS newest_stage_no,
                newest_stage_no = 4 AS is_won,
                maxIf((n, at), is_own AND is_win) OVER () AS won,
                argMinIf(journey_no, n, is_own AND stage_no >= 3) OVER () AS start_no,
                countIf(is_own) OVER () > 0 AS is_known
            FROM
            (
                SELECT
                    event.event_id AS event_id, event.source AS source, event.type AS type, event.occurred_at AS at,
                    if(visit.n > 0 AND NOT visit.is_opportunity, visit.contact_id, event.contact_id) AS contact_id,
                    event.opportunity_id AS opportunity_id, event.amount AS amount, event.currency AS currency,
                    event.channel AS channel, event.campaign_id AS campaign_id, event.content_id AS content_id,
                    event.type = 'content_viewed' AS is_touch,
                    visit.n > 0 AS is_visit,
                    visit.is_opportunity AS is_opportunity,
                    visit.is_opportunity AND visit.opportunity_id = {opportunity_id:String} AS is_own,
                    visit.is_opportunity AND visit.stage_no = 4 AND visit.held_no != 4 AS is_win,
                    visit.n AS n, visit.sub_no AS sub_no, visit.stage_no AS stage_no, visit.held_no AS held_no, visit.direction AS direction,
                    visit.reason AS reason, visit.visit_no AS visit_no, visit.cycle_no AS cycle_no, visit.journey_no AS journey_no,
                    visit.left_at AS left_at, visit.ended_by AS ended_by, visit.thrown_back_at AS thrown_back_at, visit.anchor_event_id AS anchor_event_id
                FROM (INCLUDE account_events WITH accounts = [{account_id:String}], opportunities_only = 0) AS event
                LEFT JOIN (INCLUDE ledger WITH accounts = [{account_id:String}], opportunities_only = 0) AS visit
                    ON visit.account_id = event.account_id AND visit.event_id = event.event_id AND visit.source = event.source
                WHERE event.type = 'content_viewed' OR visit.n > 0
            )
        )
        WHERE is_known
    )
);
