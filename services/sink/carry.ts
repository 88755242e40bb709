// One partition, batch by batch, each exactly once in effect: intent, effects, next intent. What a crash after each step leaves is said beside it.
import type { AssignedPartition } from '@revloop/infra/kafka/assigned-partition.ts';
import { commitUntilLost } from '@revloop/infra/kafka/commit-until-lost.ts';
import { MessageList } from '@revloop/infra/kafka/message-list.ts';
import type { Chunk } from '@revloop/infra/kafka/partition-buffer.ts';
import { failpoint } from '@revloop/infra/runtime/failpoint.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { workOn, type BatchWork, type WorkSurroundings } from './batch-work.ts';
import { intentIn, noteOf, tokenOf, type Intent } from './core/intent.ts';
import type { Progress } from './progress.ts';

export interface CarrySettings extends WorkSurroundings {
  readonly batch_messages_max: number;
  readonly batch_bytes_max: number;
  /**
   * A batch begins this long after the former one at the earliest, unless it is full: fewer, larger parts in ClickHouse. Storing 1,000 events a second
   * took it 0.65 of a core every 200 ms, 0.24 every 700.
   */
  readonly linger_ms: number;
  /** Brings about effects 2 to 7 of a batch. Rejects with `partition_lost` only. */
  readonly store: (work: BatchWork) => Promise<void>;
  readonly progress: Progress;
}

/** Carries the partition's messages until it is lost. */
export const carry = async (partition: AssignedPartition, settings: CarrySettings): Promise<void> => {
  const { batch_messages_max: messages_max, batch_bytes_max: bytes_max } = settings;
  const tracked = settings.progress.track(partition);
  try {
    const { offset, note } = partition.committed;
    const begun = intentIn(note, offset);
    if (begun) {
      settings.log.info(
        { topic: partition.topic, partition: partition.partition, from: begun.from, to: begun.to },
        'storing a batch that was begun',
      );
      const chunk = await readThrough(partition, begun);
      tracked.began(chunk);
      await storeBatch(partition, chunk, begun, true, settings);
      tracked.stored(chunk);
    }
    for (let began = -Infinity; ;) {
      const chunk = await read(partition, began + settings.linger_ms, { messages_max, bytes_max });
      began = performance.now();
      tracked.began(chunk);
      await storeBatch(partition, chunk, intentFor(partition, chunk), false, settings);
      tracked.stored(chunk);
    }
  } finally {
    tracked.end();
  }
};

/** While far behind, a batch waits this long to be a full one: fewer merges in ClickHouse, which cost more than the inserts. */
const full_ms_max = 1_000;
const look_ms = 10;

/** The next batch, not before `from_ms` (performance.now()) unless it is a full one: what comes meanwhile goes with it. */
const read = async (
  partition: AssignedPartition,
  from_ms: number,
  limits: { messages_max: number; bytes_max: number },
): Promise<Chunk> => {
  const fullBy_ms = Math.max(from_ms, performance.now()) + full_ms_max;
  const mayBegin = (): boolean => {
    const { messages, behind, isFull } = partition.waiting();
    const isFarBehind = messages > 0 && behind >= limits.messages_max;
    return (
      isFull || messages >= limits.messages_max || performance.now() >= (isFarBehind ? fullBy_ms : from_ms)
    );
  };
  while (!partition.signal.aborted && !mayBegin()) await pause(look_ms);
  return partition.read(limits);
};

/** Exactly the batch that was begun, from whatever is still in the log. */
const readThrough = async (partition: AssignedPartition, { from, to }: Intent): Promise<Chunk> => {
  const parts: Chunk[] = [];
  while ((parts.at(-1)?.to ?? -1) < to)
    parts.push(await partition.read({ messages_max: Infinity, bytes_max: Infinity, to }));
  return { from, to, messages: MessageList.joined(parts.map(({ messages }) => messages)) };
};

const intentFor = ({ topic, partition }: AssignedPartition, { from, to, messages }: Chunk): Intent => ({
  from,
  to,
  token: tokenOf(topic, partition, from, to, messages.length > 0 ? messages.at(0).timestamp : 0),
});

const storeBatch = async (
  partition: AssignedPartition,
  chunk: Chunk,
  intent: Intent,
  isReplay: boolean,
  settings: CarrySettings,
): Promise<void> => {
  const commit = (next: number, note: string): Promise<void> =>
    commitUntilLost(partition, next, note, settings.log);
  // 1. The intent: which batch is next. It finishes the former batch too. A crash after leaves nothing stored: the next reader of the partition
  //    finds the intent and stores exactly this batch, under the same token.
  if (!isReplay) await commit(intent.from, noteOf(intent));
  failpoint('sink.intent');
  // 2. to 7. The effects, see store-events.ts.
  await settings.store(workOn(partition, chunk, intent, isReplay, settings));
  if (partition.waiting().any) return;
  // 8. Nothing waits: the batch is finished without a next one. A crash before finds the intent, and everything stored.
  await commit(intent.to + 1, '');
  failpoint('sink.settled');
};
