// What the emitters sent and what was acknowledged: the books that the relations are compared with.

/** What an event says, as far as recounts need it. */
export interface Sent {
  readonly source: string;
  readonly event_id: string;
  readonly type: string;
  readonly account_id: string;
  readonly channel: string;
  /** Decimal text of a won opportunity, in EUR. */
  readonly won_amount?: string;
}

export const keyOf = ({ source, event_id }: Pick<Sent, 'source' | 'event_id'>): string =>
  `${source} ${event_id}`;

/** Grows only: an event that was acknowledged stays acknowledged. */
export class Ledger {
  readonly #events = new Map<string, Sent>();
  readonly #inOrder: Sent[] = [];

  /** Once per event, when it is acknowledged for the first time. */
  acknowledge(event: Sent): void {
    const key = keyOf(event);
    if (this.#events.has(key))
      throw new Error(`${key} was acknowledged before: the harness made an id twice`);
    this.#events.set(key, event);
    this.#inOrder.push(event);
  }

  get size(): number {
    return this.#events.size;
  }

  /** The newest acknowledged event that names its account. */
  get newest(): Sent | undefined {
    return this.#inOrder.findLast(({ account_id }) => account_id !== '');
  }

  keys(): ReadonlySet<string> {
    return new Set(this.#events.keys());
  }

  all(): readonly Sent[] {
    return this.#inOrder;
  }
}
