// A funnel event as alerting remembers it: stage events and people's acts only, and of each only what a verdict can depend on.
import type { FunnelEvent } from '@revloop/schemas/generated.ts';
import { actOf, type Act } from './act.ts';
import { watchedEventTypes, type WatchedEventType } from './policy.ts';

/** Times are UTC milliseconds. */
export interface StageEvent {
  readonly event_id: string;
  readonly source: string;
  readonly type: WatchedEventType;
  readonly occurred_at: number;
  readonly received_at: number;
  readonly account_id: string | null;
  readonly contact_id: string | null;
  readonly owner_id: string | null;
  readonly channel: string | null;
  readonly opportunity_id: string | null;
  readonly reason: string | null;
  /** A decimal text, of the opportunity; with its `currency`. */
  readonly amount: string | null;
  readonly currency: string | null;
  /** Only the properties some policy looks at. */
  readonly properties: Readonly<Record<string, string>>;
  /** Of a handoff_updated: what was done. */
  readonly act: Act | null;
  /** When this process first saw it, by its own clock. */
  readonly arrived_at: number;
}

const types: ReadonlySet<string> = new Set(watchedEventTypes);
const nothing: Readonly<Record<string, string>> = Object.freeze({});

/** The stage event or act in a funnel event; none where its type is neither. */
export const stageEventOf = (
  event: FunnelEvent,
  property_names: ReadonlySet<string>,
  arrived_at: number,
): StageEvent | undefined => {
  if (!types.has(event.type)) return undefined;
  const isAct = event.type === 'handoff_updated';
  const named = isAct ? [] : Object.entries(event.properties).filter(([name]) => property_names.has(name));
  return {
    event_id: event.event_id,
    source: event.source,
    type: event.type as WatchedEventType,
    occurred_at: event.occurred_at,
    received_at: event.received_at,
    account_id: event.account_id,
    contact_id: event.contact_id,
    owner_id: event.owner_id,
    channel: event.channel,
    opportunity_id: 'opportunity_id' in event ? event.opportunity_id : null,
    reason: 'reason' in event ? event.reason : null,
    amount: 'amount' in event ? event.amount : null,
    currency: 'currency' in event ? event.currency : null,
    properties: named.length > 0 ? Object.fromEntries(named) : nothing,
    act: isAct ? (actOf(event.properties) ?? null) : null,
    arrived_at,
  };
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The total order of the ledger: (occurred_at, event_id), then source. */
export const inOrder = (
  a: Pick<StageEvent, 'occurred_at' | 'event_id' | 'source'>,
  b: Pick<StageEvent, 'occurred_at' | 'event_id' | 'source'>,
): number =>
  a.occurred_at - b.occurred_at || compareText(a.event_id, b.event_id) || compareText(a.source, b.source);

export const isSameEvent = (a: StageEvent, b: StageEvent): boolean =>
  a.event_id === b.event_id && a.source === b.source;

/** Names an event; of a `mql_created` also the handoff it opens, if it opens one. */
export const handoffIdOf = ({ source, event_id }: Pick<StageEvent, 'source' | 'event_id'>): string =>
  `${source}/${event_id}`;
