// Batches out, a few at a time, results back in the order of the batches.

export interface SendLimits {
  readonly in_flight_max: number;
}

/**
 * Starts `send` for each batch in order, at most `in_flight_max` at once, and hands the results to `done` in the same
 * order: what `done` has seen is acknowledged without gaps. The first failure ends it, after the batches before it were handed on.
 */
export const sendInOrder = async <Batch, Result>(
  batches: AsyncIterable<Batch> | Iterable<Batch>,
  send: (batch: Batch) => Promise<Result>,
  done: (batch: Batch, result: Result) => void,
  { in_flight_max }: SendLimits,
): Promise<void> => {
  const window: { batch: Batch; result: Promise<Result> }[] = [];
  const settleOldest = async (): Promise<void> => {
    const oldest = window.shift();
    if (oldest) done(oldest.batch, await oldest.result);
  };
  for await (const batch of batches) {
    if (window.length >= in_flight_max) await settleOldest();
    const result = send(batch);
    // A failure is met when its turn comes; until then it must not count as unhandled.
    result.catch(() => undefined);
    window.push({ batch, result });
  }
  while (window.length > 0) await settleOldest();
};
