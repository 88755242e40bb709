// A topic → a handler, batch by batch and partition by partition; an offset is committed only after its batch was handled, within a second.
import type { IHeaders } from 'kafkajs';
import { SurroundingsError } from '../runtime/errors.ts';
import { retry } from '../runtime/retry.ts';
import type { MessageList } from './message-list.ts';
import type { AssignedPartition } from './assigned-partition.ts';
import { joinGroup, type GroupSettings } from './group.ts';
import { PacedCommits } from './paced-commits.ts';

export interface ConsumedMessage {
  readonly offset: bigint;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
  /** Broker's time of the message, UTC milliseconds. */
  readonly timestamp: number;
}

export interface ConsumedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly ConsumedMessage[];
}

export interface ConsumerSettings extends Omit<GroupSettings, 'onPartition' | 'startAt'> {
  /** Handles one batch. Resolving lets its offsets be committed; rejecting with a retriable `SurroundingsError` hands it over again. */
  readonly onBatch: (batch: ConsumedBatch) => Promise<void>;
  /** Where to start instead of the group's committed offsets: the next offset to read, by partition. */
  readonly fromOffsets?: (topic: string) => Promise<ReadonlyMap<number, bigint> | undefined>;
}

export interface Consumer {
  /** True while this member holds its place in the group. */
  isJoined(): boolean;
  stop(): Promise<void>;
}

const batch_limits = { messages_max: 10_000, bytes_max: 8_000_000 };

/** Joins the group and handles batches until stopped. Resolves when the group has been joined for the first time. */
export const startConsumer = async ({
  onBatch,
  fromOffsets,
  ...settings
}: ConsumerSettings): Promise<Consumer> => {
  const starts = new Map<string, ReadonlyMap<number, bigint> | undefined>();
  for (const topic of settings.topics) starts.set(topic, await fromOffsets?.(topic));
  return joinGroup({
    ...settings,
    startAt: (topic, partition) => {
      const start = starts.get(topic)?.get(partition);
      return start === undefined ? undefined : Number(start);
    },
    onPartition: (partition) => handleAll(partition, onBatch, settings),
  });
};

const handleAll = async (
  partition: AssignedPartition,
  onBatch: ConsumerSettings['onBatch'],
  { log }: Pick<GroupSettings, 'log'>,
): Promise<void> => {
  const { topic, signal } = partition;
  const commits = new PacedCommits(partition, '', log);
  try {
    for (;;) {
      const chunk = await partition.read(batch_limits);
      const batch = { topic, partition: partition.partition, messages: consumed(chunk.messages) };
      // 1. Handled. A crash after leaves the offsets uncommitted: the batch, and those of the last second, come again.
      await retry('batch', () => handle(batch, onBatch, signal), log);
      // 2. Committed, within a second.
      commits.reached(chunk.to + 1);
    }
  } finally {
    await commits.end();
  }
};

const handle = (
  batch: ConsumedBatch,
  onBatch: ConsumerSettings['onBatch'],
  signal: AbortSignal,
): Promise<void> => {
  if (!signal.aborted) return batch.messages.length > 0 ? onBatch(batch) : Promise.resolve();
  throw new SurroundingsError('partition_lost', `${batch.topic}-${batch.partition} is not ours any more`, {
    retriable: false,
  });
};

const consumed = (messages: MessageList): readonly ConsumedMessage[] =>
  Array.from({ length: messages.length }, (_, index) => {
    const message = messages.at(index);
    return { ...message, offset: BigInt(message.offset) };
  });
