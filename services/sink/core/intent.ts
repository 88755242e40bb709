// What is written beside a committed offset: which batch is about to be stored, and under which token, so that whoever comes next stores exactly that.

export interface Intent {
  /** First and last offset of the batch. */
  readonly from: number;
  readonly to: number;
  /** Names every insert of the batch. */
  readonly token: string;
}

/** Kafka keeps at most 4,096 bytes beside an offset. */
export const noteOf = ({ from, to, token }: Intent): string => JSON.stringify({ v: 1, from, to, token });

/**
 * The intent in a note, or undefined where there is none: an empty note, or one that somebody else left. `committed` is the offset beside it: an
 * intent begins there.
 */
export const intentIn = (note: string, committed: number | undefined): Intent | undefined => {
  let read: Partial<Intent & { v: number }> | null;
  try {
    read = JSON.parse(note) as typeof read;
  } catch {
    return undefined;
  }
  const { v, from, to, token } = read ?? {};
  if (v !== 1 || from !== committed || typeof to !== 'number' || typeof token !== 'string') return undefined;
  return from !== undefined && to >= from ? { from, to, token } : undefined;
};

/**
 * Token of a batch. The time of its first message (UTC milliseconds) keeps apart the batches of a topic that was deleted and made again: its offsets
 * begin at 0 once more, and an insert under a token ClickHouse knows is dropped without a word.
 */
export const tokenOf = (
  topic: string,
  partition: number,
  from: number,
  to: number,
  first_ms: number,
): string => `${topic}/${partition}/${from}-${to}/${first_ms}`;
