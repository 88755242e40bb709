// How far each partition of ours is stored, since when nothing moved, and how old what waits is: for probes and metrics.
import type { AssignedPartition } from '@revloop/infra/kafka/assigned-partition.ts';
import type { Chunk } from '@revloop/infra/kafka/partition-buffer.ts';

export interface PartitionProgress {
  readonly topic: string;
  readonly partition: number;
  /** Next offset that is not stored; undefined until it is known. */
  readonly next: number | undefined;
  /** How long the batch that is being stored has taken so far, milliseconds; 0 where none is. */
  readonly stuck_ms: number;
  /** Age of the oldest message that is not stored, milliseconds; 0 where none waits. */
  readonly lag_ms: number;
}

interface Tracked {
  readonly partition: AssignedPartition;
  next: number | undefined;
  working: { readonly since: number; readonly oldest_ms: number | undefined } | undefined;
}

export interface TrackedPartition {
  readonly began: (chunk: Chunk) => void;
  readonly stored: (chunk: Chunk) => void;
  readonly end: () => void;
}

/** One per process. */
export class Progress {
  readonly #tracked = new Set<Tracked>();

  track(partition: AssignedPartition): TrackedPartition {
    const tracked: Tracked = { partition, next: partition.committed.offset, working: undefined };
    this.#tracked.add(tracked);
    return {
      began: ({ messages }) => {
        const oldest_ms = messages.length > 0 ? messages.at(0).timestamp : undefined;
        tracked.working = { since: performance.now(), oldest_ms };
      },
      stored: ({ to }) => {
        tracked.next = to + 1;
        tracked.working = undefined;
      },
      end: () => this.#tracked.delete(tracked),
    };
  }

  /** `now`: UTC milliseconds. */
  of(now: number): readonly PartitionProgress[] {
    return [...this.#tracked].map(({ partition: { topic, partition, waiting }, next, working }) => {
      const oldest_ms = working?.oldest_ms ?? waiting().oldest_ms;
      return {
        topic,
        partition,
        next,
        stuck_ms: working ? performance.now() - working.since : 0,
        lag_ms: oldest_ms === undefined ? 0 : Math.max(0, now - oldest_ms),
      };
    });
  }
}
