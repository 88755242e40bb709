// A partition that a consumer group gave us, for as long as it is ours: the small interface behind which the Kafka client stands.
import { SurroundingsError } from '../runtime/errors.ts';
import type { Chunk, ReadLimits } from './partition-buffer.ts';

export interface Waiting {
  readonly any: boolean;
  readonly messages: number;
  /** The partition is paused: more comes only when some of it is read. */
  readonly isFull: boolean;
  /** Offsets of the partition not read yet, in memory or not. */
  readonly behind: number;
  /** Broker's time of the oldest message, UTC milliseconds, where there is one. */
  readonly oldest_ms: number | undefined;
}

/** One partition for as long as it is ours. Every method rejects with `partition_lost` (retriable) once it is not, or once the member stops. */
export interface AssignedPartition {
  readonly topic: string;
  readonly partition: number;
  /** Aborted when the partition is lost. */
  readonly signal: AbortSignal;
  /** What the group had committed when the partition became ours: the next offset to read (undefined: nothing yet), and the note left with it. */
  readonly committed: { readonly offset: number | undefined; readonly note: string };
  /**
   * Before the first read: goes back (or forth) to the first message at or after a time, UTC milliseconds, instead of the committed offset. Resolves
   * to its offset and to the next offset to be written, as it is now.
   */
  readonly rewind: (at_ms: number) => Promise<{ readonly from: number; readonly end: number }>;
  /** What waits in memory. */
  readonly waiting: () => Waiting;
  /** The next messages: waits for at least one offset. */
  readonly read: (limits: ReadLimits) => Promise<Chunk>;
  /** Commits the next offset to read, with a note. Rejects with `kafka_unavailable` (retriable) where the broker does not answer. */
  readonly commit: (next_offset: number, note: string) => Promise<void>;
}

/** The error of whoever uses a partition that it has lost. */
export const lostError = (topic: string, partition: number): SurroundingsError =>
  new SurroundingsError('partition_lost', `${topic}-${partition} is not ours any more`, { retriable: true });

export const isPartitionLost = (error: unknown): boolean =>
  error instanceof SurroundingsError && error.code === 'partition_lost';

/** What fails because the partition was lost meanwhile rejects with `partition_lost`: no outage, and no reason to end the process. Bugs stay what they are. */
export const orLost = async <T>(
  { topic, partition, signal }: Pick<AssignedPartition, 'topic' | 'partition' | 'signal'>,
  work: Promise<T>,
): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw signal.aborted && error instanceof SurroundingsError ? lostError(topic, partition) : error;
  }
};
