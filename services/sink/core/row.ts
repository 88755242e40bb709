// A funnel event or an SLA fact → a row of its table.
import { contentKey, eventKey } from '@revloop/schemas/event-key.ts';
import type { FunnelEvent, SlaFact } from '@revloop/schemas/generated.ts';

/** Where a message was read. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** UTC milliseconds → text ClickHouse reads without guessing. */
export const timeText = (ms: number): string => new Date(ms).toISOString();

const lineage = ({ topic, partition, offset }: Place) => ({
  _topic: topic,
  _partition: partition,
  _offset: offset.toString(),
});

/** Row of `stored_events`; absent texts are empty. */
export const eventRow = (event: FunnelEvent, place: Place) => {
  const own = event as Partial<Record<'opportunity_id' | 'reason' | 'amount' | 'currency', string | null>>;
  return {
    event_id: event.event_id,
    type: event.type,
    occurred_at: timeText(event.occurred_at),
    received_at: timeText(event.received_at),
    source: event.source,
    account_id: event.account_id ?? '',
    contact_id: event.contact_id ?? '',
    anonymous_id: event.anonymous_id ?? '',
    owner_id: event.owner_id ?? '',
    channel: event.channel ?? '',
    campaign_id: event.campaign_id ?? '',
    content_id: event.content_id ?? '',
    opportunity_id: own.opportunity_id ?? '',
    reason: own.reason ?? '',
    amount: own.amount ?? null,
    currency: own.currency ?? '',
    properties: event.properties,
    ...lineage(place),
    _event_key: eventKey(event),
    _content_key: contentKey(event),
  };
};

export type EventRow = ReturnType<typeof eventRow>;

/** Row of `arrivals`. */
export const arrivalRow = ({
  _topic,
  _partition,
  _offset,
  account_id,
  contact_id,
  anonymous_id,
}: EventRow) => ({
  topic: _topic,
  partition: _partition,
  offset: _offset,
  account_id,
  contact_id,
  anonymous_id,
});

/** Row of `stored_sla_facts`. */
export const slaFactRow = (fact: SlaFact, place: Place) => ({
  ...fact,
  owner_id: fact.owner_id ?? '',
  outcome: fact.outcome ?? '',
  reason: fact.reason ?? '',
  cause_event_id: fact.cause_event_id ?? '',
  started_at: timeText(fact.started_at),
  due_at: timeText(fact.due_at),
  at: timeText(fact.at),
  derived_at: timeText(fact.derived_at),
  ...lineage(place),
});
