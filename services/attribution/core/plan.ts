// What to refresh next: which arrivals are new, and in which portions accounts are computed.

export interface PartitionEnd {
  readonly partition: number;
  readonly offset: bigint;
}

export interface Range {
  readonly partition: number;
  /** First new offset. */
  readonly from: bigint;
  /** Last offset of this round. */
  readonly to: bigint;
}

/** Arrivals of one partition looked at in one round. */
export const arrivals_max = 20_000n;
/** Accounts computed by one statement: bounds its memory. Planning costs as much as some thousand accounts. */
export const accounts_max = 5_000;

/** The new arrivals of each partition, bounded. `done` is the last offset refreshed, by partition. */
export const newRanges = (
  ends: readonly PartitionEnd[],
  done: ReadonlyMap<number, bigint>,
): readonly Range[] =>
  ends.flatMap(({ partition, offset }) => {
    const from = (done.get(partition) ?? -1n) + 1n;
    if (offset < from) return [];
    const to = offset - from >= arrivals_max ? from + arrivals_max - 1n : offset;
    return [{ partition, from, to }];
  });

/** A list in portions of at most `size`. */
export const portions = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );

/** Versions only grow, whatever the clock does. */
export const nextVersion = (former: bigint, now_ms: number): bigint =>
  BigInt(now_ms) > former ? BigInt(now_ms) : former + 1n;
