// Effect 6: the rows of a batch → stored_events, those that are there already left out. Rows that ClickHouse itself refuses are found by halving; the
// others of their batch are stored.
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { isDataRefused, type BatchWork } from './batch-work.ts';
import type { DeadLetter, EventBatch, Knowledge } from './core/event-batch.ts';
import type { EventParts } from './store-events.ts';
import { tellDeadLetters } from './tell-dead-letters.ts';

interface Refused {
  readonly offset: number;
  readonly reason: string;
}

/** `present`: offsets that are stored. Resolves to the messages that could not be, which are dead letters by then. */
export const storeRows = async (
  work: BatchWork,
  batch: EventBatch,
  present: ReadonlySet<number>,
  knowledge: Knowledge,
  parts: EventParts,
): Promise<readonly DeadLetter[]> => {
  if (present.size === 0) {
    try {
      await insert(work, batch, work.token, parts);
      return [];
    } catch (error) {
      if (!isDataRefused(error)) throw error;
    }
  }
  const refused: Refused[] = [];
  const left = rowsLeft(work, present);
  // Everything is there: whoever began the batch had come this far.
  if (left.length > 0 && batch.columns.rows > present.size)
    await halve(work, batch, left, knowledge, parts, refused);
  batch.whole(knowledge);
  if (refused.length === 0) return [];
  parts.metrics.refusedRows.inc(refused.length);
  return tellRefused(work, batch, refused, knowledge, parts);
};

const rowsLeft = ({ chunk: { messages } }: BatchWork, present: ReadonlySet<number>): readonly number[] => {
  const offsets = Array.from({ length: messages.length }, (_, index) => {
    messages.seek(index);
    return messages.offset;
  });
  return offsets.filter((offset) => !present.has(offset));
};

/** Inserts the rows of these offsets in one insert, or, where ClickHouse refuses them, half by half. */
const halve = async (
  work: BatchWork,
  batch: EventBatch,
  offsets: readonly number[],
  knowledge: Knowledge,
  parts: EventParts,
  refused: Refused[],
): Promise<void> => {
  const kept = new Set(offsets);
  batch.narrow((offset) => kept.has(offset), knowledge);
  if (batch.columns.rows === 0) return;
  const [first, last] = [offsets[0] as number, offsets.at(-1) as number];
  try {
    await insert(work, batch, `${work.token}/${first}-${last}-${offsets.length}`, parts);
  } catch (error) {
    if (!isDataRefused(error)) throw error;
    if (offsets.length === 1) {
      refused.push({ offset: first, reason: reasonOf(error).slice(0, 1_000) });
      return;
    }
    const middle = Math.floor(offsets.length / 2);
    await halve(work, batch, offsets.slice(0, middle), knowledge, parts, refused);
    await halve(work, batch, offsets.slice(middle), knowledge, parts, refused);
  }
};

const insert = (
  work: BatchWork,
  batch: EventBatch,
  token: string,
  { clickhouse }: EventParts,
): Promise<void> =>
  work.effect(
    'sink.events',
    (signal) => clickhouse.insertBlock('stored_events', batch.columns.events(work), token, signal),
    isDataRefused,
  );

const tellRefused = async (
  work: BatchWork,
  batch: EventBatch,
  refused: readonly Refused[],
  knowledge: Knowledge,
  parts: EventParts,
): Promise<readonly DeadLetter[]> => {
  const reasons = new Map(refused.map(({ offset, reason }) => [offset, reason]));
  const deadLetters = batch.refuse('refused_by_clickhouse', reasons, knowledge);
  const keys = batch.eventKeysAt(new Set(reasons.keys()));
  // 6a. Their claims are withdrawn. A crash before leaves them claimed by messages that are tried, and refused, once more by the next reader.
  await work.effect('sink.withdrawn', () => parts.claims.withdraw(keys, work.partition, [...reasons.keys()]));
  // 6b. As 3. and 4.
  await tellDeadLetters(work, deadLetters, `${work.token}/refused`, parts);
  return deadLetters;
};
