// A commit that waits for the broker, and ends with the partition.
import type { Logger } from '../runtime/log.ts';
import { retry } from '../runtime/retry.ts';
import { orLost, type AssignedPartition } from './assigned-partition.ts';

/** Commits the next offset to read, with a note: again and again while the broker is away. Rejects with `partition_lost` once the partition is. */
export const commitUntilLost = (
  partition: AssignedPartition,
  next_offset: number,
  note: string,
  log: Logger,
): Promise<void> =>
  orLost(
    partition,
    retry('commit', () => partition.commit(next_offset, note), log, {
      isFinal: () => partition.signal.aborted,
    }),
  );
