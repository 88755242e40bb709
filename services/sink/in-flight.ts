// Batches of this process that are under way side by side: two contents of one event, met in two partitions at the same moment, are decided one
// after the other.
import type { KeyTable } from './core/key-table.ts';

interface Entry {
  readonly keys: KeyTable;
  readonly claimed: Promise<void>;
}

export class InFlight {
  /** In the order in which they were read; each waits for earlier ones only. */
  readonly #entries = new Set<Entry>();

  /** Enters a batch; `claimed` has to be called when its claims are stored, or it is given up. */
  enter(keys: KeyTable): {
    readonly earlier: (keys: readonly (readonly [low: number, high: number])[]) => Promise<void>;
    readonly claimed: () => void;
  } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = [...this.#entries];
    const entry: Entry = { keys, claimed: promise };
    this.#entries.add(entry);
    return {
      /** Resolves when every earlier batch that holds one of these keys has claimed it. */
      earlier: async (wanted) => {
        for (const other of before)
          if (this.#entries.has(other) && wanted.some(([low, high]) => other.keys.has(low, high)))
            await other.claimed;
      },
      claimed: () => {
        this.#entries.delete(entry);
        resolve();
      },
    };
  }
}
