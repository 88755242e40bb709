// A stage event as one line of text, and back. Measured: as an object with its strings and numbers it takes some 400 bytes, as text a quarter of that, and the
// collector has one thing to look at instead of ten.
import { watchedEventTypes } from './policy.ts';
import type { StageEvent } from './stage-event.ts';

type Line = readonly [
  event_id: string,
  source: string,
  type: number,
  occurred_at: number,
  /** Since it occurred. */
  received_ms: number,
  /** Since it was received. */
  arrived_ms: number,
  contact_id?: string | null,
  owner_id?: string | null,
  channel?: string | null,
  opportunity_id?: string | null,
  reason?: string | null,
  amount?: string | null,
  currency?: string | null,
  properties?: StageEvent['properties'] | null,
  act?: StageEvent['act'],
];

const nothing: StageEvent['properties'] = Object.freeze({});

/** What the line of an event, and of no other, begins with. */
export const lineBeginOf = ({ event_id, source }: Pick<StageEvent, 'event_id' | 'source'>): string =>
  `${JSON.stringify([event_id, source]).slice(0, -1)},`;

/** One line. The account is left out: who keeps it knows whose it is. */
export const writeEvent = (event: StageEvent): string => {
  const { occurred_at, received_at, properties } = event;
  const line: Line = [
    event.event_id,
    event.source,
    watchedEventTypes.indexOf(event.type),
    occurred_at,
    received_at - occurred_at,
    event.arrived_at - received_at,
    event.contact_id,
    event.owner_id,
    event.channel,
    event.opportunity_id,
    event.reason,
    event.amount,
    event.currency,
    Object.keys(properties).length > 0 ? properties : null,
    event.act,
  ];
  const end = line.findLastIndex((field) => field !== null) + 1;
  return JSON.stringify(line.slice(0, end));
};

/** The events of lines that belong to an account; null: to a contact without one. */
export const readEvents = (lines: string, account_id: string | null): StageEvent[] =>
  lines === ''
    ? []
    : (JSON.parse(`[${lines.replaceAll('\n', ',')}]`) as readonly Line[]).map((line) =>
        eventOf(line, account_id),
      );

const eventOf = (
  [
    event_id,
    source,
    type,
    occurred_at,
    received_ms,
    arrived_ms,
    contact_id = null,
    owner_id = null,
    channel = null,
    opportunity_id = null,
    reason = null,
    amount = null,
    currency = null,
    properties,
    act = null,
  ]: Line,
  account_id: string | null,
): StageEvent => ({
  ...{ event_id, source, occurred_at, account_id, contact_id, owner_id, channel, opportunity_id },
  type: watchedEventTypes[type] as StageEvent['type'],
  received_at: occurred_at + received_ms,
  ...{ reason, amount, currency, act },
  properties: properties ?? nothing,
  arrived_at: occurred_at + received_ms + arrived_ms,
});
