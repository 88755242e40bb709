// A topic → a handler, batch by batch and partition by partition; an offset is committed only after its batch was handled.
import type { Consumer as KafkaConsumer, EachBatchPayload, IHeaders, KafkaMessage } from 'kafkajs';
import { createKafka, type KafkaSettings } from './client.ts';

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

export interface ConsumerSettings extends KafkaSettings {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Handles one batch. Resolving lets its offsets be committed; rejecting leaves them and the batch comes again. */
  readonly onBatch: (batch: ConsumedBatch) => Promise<void>;
  /** kafkajs gave up for good: the process must end, the supervisor starts a new one. */
  readonly onCrash: (error: unknown) => void;
  /** Where to start instead of the group's committed offsets: the next offset to read, by partition. */
  readonly fromOffsets?: (topic: string) => Promise<ReadonlyMap<number, bigint> | undefined>;
  readonly session_ms_max?: number;
  readonly fetch_bytes_max?: number;
  /** How long the broker may hold a fetch to gather more, milliseconds: the price of latency. */
  readonly fetch_wait_ms_max?: number;
  /** How many partitions are handled at a time. */
  readonly partitions_at_once?: number;
}

export interface Consumer {
  /** True while this member holds its place in the group. */
  isJoined(): boolean;
  stop(): Promise<void>;
}

/** Joins the group and handles batches until stopped. Resolves when the first assignment has been asked for. */
export const startConsumer = async (settings: ConsumerSettings): Promise<Consumer> => {
  const { session_ms_max = 10_000, fetch_bytes_max = 4_000_000, fetch_wait_ms_max = 100 } = settings;
  const consumer = createKafka({ request_ms_max: 30_000, ...settings }).consumer({
    groupId: settings.groupId,
    sessionTimeout: session_ms_max,
    heartbeatInterval: Math.floor(session_ms_max / 5),
    rebalanceTimeout: 30_000,
    maxBytesPerPartition: fetch_bytes_max,
    maxBytes: fetch_bytes_max * 2,
    maxWaitTimeInMs: fetch_wait_ms_max,
    allowAutoTopicCreation: false,
    retry: {
      initialRetryTime: 100,
      maxRetryTime: 2_000,
      retries: 8,
      restartOnFailure: () => Promise.resolve(false),
    },
  });
  let joined = false;
  consumer.on(consumer.events.GROUP_JOIN, () => (joined = true));
  for (const lost of [consumer.events.DISCONNECT, consumer.events.STOP, consumer.events.REBALANCING] as const)
    consumer.on(lost, () => (joined = false));
  consumer.on(consumer.events.CRASH, ({ payload }) => settings.onCrash(payload.error));
  await consumer.connect();
  await consumer.subscribe({ topics: [...settings.topics], fromBeginning: true });
  const starts = await startsOf(settings);
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: settings.partitions_at_once ?? 4,
    eachBatch: (payload) => handle(consumer, payload, settings),
  });
  for (const { topic, partition, offset } of starts)
    consumer.seek({ topic, partition, offset: String(offset) });
  return { isJoined: () => joined, stop: () => consumer.disconnect() };
};

const startsOf = async ({
  topics,
  fromOffsets,
}: ConsumerSettings): Promise<readonly { topic: string; partition: number; offset: bigint }[]> => {
  const starts = await Promise.all(
    topics.map(async (topic) =>
      [...((await fromOffsets?.(topic)) ?? [])].map(([partition, offset]) => ({ topic, partition, offset })),
    ),
  );
  return starts.flat();
};

const handle = async (
  consumer: KafkaConsumer,
  payload: EachBatchPayload,
  { onBatch, log, session_ms_max = 10_000 }: ConsumerSettings,
): Promise<void> => {
  const { topic, partition, messages } = payload.batch;
  const last = messages.at(-1);
  if (!last || payload.isStale() || !payload.isRunning()) return;
  // Heartbeats go on while a slow batch is handled; kafkajs sends none by itself inside a handler.
  const beat = setInterval(
    () =>
      void payload
        .heartbeat()
        .catch((error: unknown) => log.debug({ reason: String(error) }, 'heartbeat failed')),
    session_ms_max / 4,
  );
  try {
    await onBatch({ topic, partition, messages: messages.map(consumed) });
  } finally {
    clearInterval(beat);
  }
  await consumer.commitOffsets([{ topic, partition, offset: String(BigInt(last.offset) + 1n) }]);
  payload.resolveOffset(last.offset);
};

const consumed = (message: KafkaMessage): ConsumedMessage => ({
  offset: BigInt(message.offset),
  key: message.key,
  value: message.value,
  headers: message.headers ?? {},
  timestamp: Number(message.timestamp),
});
