// Messages that are dead letters sent again: a header says which.
import type { Place } from './event-columns.ts';

export const replay_header = 'revloop-replay-of';

/** Row of `dead_letter_replays`. */
export interface Replay {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly new_topic: string;
  readonly new_partition: number;
  readonly new_offset: string;
  readonly outcome: string;
}

const place = /^([\w.-]{1,249})\/(\d{1,9})\/(\d{1,15})$/;

/** A message that has headers, and where it stands in its batch. */
export interface Headed {
  readonly index: number;
  readonly offset: number;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** One row for each message with a readable header; `outcomeAt` says what became of the message at an index. */
export const replaysOf = (
  headed: readonly Headed[],
  outcomeAt: (index: number) => string,
  now: Place,
): readonly Replay[] =>
  headed.flatMap(({ index, offset, headers }) => {
    const header = headers[replay_header];
    const found = header instanceof Uint8Array ? place.exec(Buffer.from(header).toString()) : null;
    if (!found) return [];
    const [, topic = '', partition = '', old = ''] = found;
    const fresh = { new_topic: now.topic, new_partition: now.partition, new_offset: String(offset) };
    return [{ topic, partition: Number(partition), offset: old, ...fresh, outcome: outcomeAt(index) }];
  });
