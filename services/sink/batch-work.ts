// One batch of one partition that is being stored, and how each of its effects is brought about: again and again until it is, or the partition is lost.
import { isPartitionLost, orLost, type AssignedPartition } from '@revloop/infra/kafka/assigned-partition.ts';
import type { Chunk } from '@revloop/infra/kafka/partition-buffer.ts';
import { reasonOf, SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import { failpoint } from '@revloop/infra/runtime/failpoint.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { retry } from '@revloop/infra/runtime/retry.ts';
import { noteOf, type Intent } from './core/intent.ts';

/** A process that stood still may have lost the partition without noticing: after this long it asks before it writes. */
const lease_ms = 4_000;

/** What ClickHouse answers when it is the rows that are wrong (error codes): no waiting helps, the rows at fault have to be found. */
const dataCodes = new Set(
  [6, 9, 25, 26, 27, 33, 38, 41, 53, 69, 70, 72, 117, 128, 131, 321, 349, 386, 407, 441, 469, 691].map(
    (code) => `clickhouse_${code}`,
  ),
);
export const isDataRefused = (error: unknown): boolean =>
  error instanceof SurroundingsError && dataCodes.has(error.code);

export interface BatchWork {
  readonly topic: string;
  readonly partition: number;
  readonly chunk: Chunk;
  readonly token: string;
  /** The batch was begun by an earlier reader, who may have stored some of it. */
  readonly isReplay: boolean;
  /** Brings one effect about. Rejects with `partition_lost`, or with an error that `isFinal` does not want to see tried again. */
  readonly effect: (
    name: string,
    attempt: (signal: AbortSignal) => Promise<void>,
    isFinal?: (error: unknown) => boolean,
  ) => Promise<void>;
  /** The same for what only asks. */
  readonly ask: <T>(what: string, attempt: () => Promise<T>) => Promise<T>;
}

export interface WorkSurroundings {
  readonly log: Logger;
  readonly onRetry: (error: unknown) => void;
}

/** The batch from `intent` on, which was committed just now. */
export const workOn = (
  partition: AssignedPartition,
  chunk: Chunk,
  intent: Intent,
  isReplay: boolean,
  { log, onRetry }: WorkSurroundings,
): BatchWork => {
  let sureAt = performance.now();
  const hold = async (): Promise<void> => {
    if (partition.signal.aborted)
      throw new SurroundingsError('partition_lost', 'the partition was lost', { retriable: false });
    if (performance.now() - sureAt < lease_ms) return;
    // The same intent once more: accepted only from whom the group still knows as the owner.
    await partition.commit(intent.from, noteOf(intent));
    sureAt = performance.now();
  };
  const again = <T>(
    what: string,
    attempt: () => Promise<T>,
    isFinal: (error: unknown) => boolean,
  ): Promise<T> => {
    const ends = (error: unknown): boolean => isPartitionLost(error) || isFinal(error);
    const once = async (): Promise<T> => {
      await hold();
      return attempt().catch((error: unknown) => {
        throw ends(error) ? error : patient(error);
      });
    };
    return orLost(
      partition,
      retry(what, once, log, { onRetry, isFinal: (error) => partition.signal.aborted || ends(error) }),
    );
  };
  return {
    topic: partition.topic,
    partition: partition.partition,
    chunk,
    token: intent.token,
    isReplay,
    ask: (what, attempt) => again(what, attempt, never),
    effect: async (name, attempt, isFinal = never) => {
      await again(name, () => attempt(partition.signal), isFinal);
      failpoint(name);
    },
  };
};

const never = (): boolean => false;

/** A wrong password or a missing table is mended by people, not by giving events up: it is waited for, and said, like an outage. */
const patient = (error: unknown): unknown =>
  error instanceof SurroundingsError && !error.retriable
    ? new SurroundingsError(error.code, reasonOf(error), { retriable: true, cause: error })
    : error;
