// First step of the reference: events as they were sent → facts, each once, in their total order.

export type FactType =
  | 'content_viewed'
  | 'contact_identified'
  | 'mql_created'
  | 'mql_accepted'
  | 'mql_rejected'
  | 'lead_recycled'
  | 'opportunity_created'
  | 'opportunity_won'
  | 'opportunity_lost'
  | 'account_merged'
  | 'account_unmerged'
  | 'contact_merged'
  | 'contact_unmerged';

export interface Fact {
  readonly source: string;
  readonly event_id: string;
  readonly type: FactType;
  /** Event time, UTC milliseconds. */
  readonly occurred_at: number;
  readonly account_id?: string;
  readonly contact_id?: string;
  readonly anonymous_id?: string;
  readonly opportunity_id?: string;
  readonly reason?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly channel?: string;
  readonly properties?: Readonly<Record<string, string>>;
}

/** A touch's channel; empty where its emitter stated none. */
export const channelOf = ({ channel = '' }: Fact): string => channel;

/** An event as HTTP takes it → a fact. */
export const factOf = (sent: Readonly<Record<string, unknown>>, source = 'test'): Fact =>
  ({ ...sent, source, occurred_at: Date.parse(sent['occurred_at'] as string) }) as unknown as Fact;

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The total order: (occurred_at, event_id, source). */
export const inOrder = (a: Fact, b: Fact): number =>
  a.occurred_at - b.occurred_at || compareText(a.event_id, b.event_id) || compareText(a.source, b.source);

/** Arrivals → each event once: the first stands. In total order. */
export const distinct = (arrivals: readonly Fact[]): Fact[] => {
  const standing = new Map<string, Fact>();
  for (const fact of arrivals) {
    const key = JSON.stringify([fact.source, fact.event_id]);
    if (!standing.has(key)) standing.set(key, fact);
  }
  return [...standing.values()].sort(inOrder);
};
