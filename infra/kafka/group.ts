// A member of a consumer group: each partition it is given becomes one `onPartition` call, which reads, commits, and ends when the partition is lost.
//
// What kafkajs leaves open is closed here: offsets are committed by the reader alone, with a note; heartbeats go on while a reader works, because
// fetching never waits for it; what is fetched is bounded in bytes by pausing; a commit of a former assignment never reaches the broker; a fetch loop
// that falls silent, and a client that gave up, end the process.
import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer as KafkaConsumer, EachBatchPayload } from 'kafkajs';
import { reasonOf, SurroundingsError } from '../runtime/errors.ts';
import { createKafka, type KafkaSettings } from './client.ts';
import { isPartitionLost, lostError, type AssignedPartition } from './assigned-partition.ts';
import { CommittedOffsets } from './committed-offsets.ts';
import { MessageList } from './message-list.ts';
import { keepBatches } from './keep-batches.ts';
import type { RecordBatch } from './record-batch.ts';
import { PartitionBuffer, type Chunk, type ReadLimits } from './partition-buffer.ts';

export interface GroupSettings extends KafkaSettings {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Reads one partition until it is lost. Rejecting with anything but `partition_lost` ends the process. */
  readonly onPartition: (partition: AssignedPartition) => Promise<void>;
  /** The client gave up, fell silent, or a reader has a bug: the process must end, the supervisor starts a new one. */
  readonly onCrash: (error: unknown) => void;
  /** Where to start the first time instead of at the committed offset. */
  readonly startAt?: (topic: string, partition: number) => number | undefined;
  readonly session_ms_max?: number;
  readonly fetch_bytes_max?: number;
  /** How long the broker may hold a fetch to gather more, milliseconds: the price of latency. */
  readonly fetch_wait_ms_max?: number;
  /** How long to wait after a fetch that brought little, milliseconds: where messages trickle in, a few fetches bring what hundreds would. */
  readonly fetch_pause_ms?: number;
  /** What all partitions together may hold in memory before they are paused; one more fetch may come on top. */
  readonly buffer_bytes_max?: number;
  /** Without a single fetch for this long the client is taken for dead. */
  readonly silence_ms_max?: number;
}

export interface GroupMember {
  /** True while this member holds its place in the group. */
  readonly isJoined: () => boolean;
  /** Partitions that are ours now. */
  readonly assigned: () => readonly { readonly topic: string; readonly partition: number }[];
  /** Lets every reader finish what it works on, then leaves the group. */
  readonly stop: () => Promise<void>;
}

interface Held {
  readonly topic: string;
  readonly partition: number;
  readonly buffer: PartitionBuffer;
  readonly lost: AbortController;
  paused: boolean;
  done: Promise<void>;
}

const lostTypes = new Set([
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'FENCED_INSTANCE_ID',
]);
/** A fetch that brings less of a partition need not be followed by the next at once. */
const little_bytes = 64_000;
/** A message in memory beside its bytes: its entries in a `MessageList`. */
const message_bytes = 32;
const bytesOf = (batches: readonly RecordBatch[]): number =>
  batches.reduce((sum, { records, count }) => sum + records.length + count * message_bytes, 0);

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;
class Member implements GroupMember {
  readonly #settings: GroupSettings;
  readonly #consumer: KafkaConsumer;
  readonly #committed: CommittedOffsets;
  readonly #held = new Map<string, Held>();
  readonly #started = new Set<string>();
  readonly #buffer_bytes_max: number;
  #joined = false;
  #stopping = false;
  #fetched_at = performance.now();
  #watchdog: NodeJS.Timeout | undefined;

  constructor(settings: GroupSettings) {
    const { session_ms_max = 10_000, fetch_bytes_max = 1_000_000, fetch_wait_ms_max = 100 } = settings;
    this.#settings = settings;
    this.#buffer_bytes_max = settings.buffer_bytes_max ?? 64_000_000;
    this.#committed = new CommittedOffsets(settings);
    this.#consumer = createKafka({ request_ms_max: 30_000, ...settings }).consumer({
      groupId: settings.groupId,
      sessionTimeout: session_ms_max,
      heartbeatInterval: Math.floor(session_ms_max / 5),
      rebalanceTimeout: 30_000,
      maxBytesPerPartition: fetch_bytes_max,
      maxBytes: fetch_bytes_max * 4,
      maxWaitTimeInMs: fetch_wait_ms_max,
      allowAutoTopicCreation: false,
      retry: {
        initialRetryTime: 100,
        maxRetryTime: 2_000,
        retries: 8,
        restartOnFailure: () => Promise.resolve(false),
      },
    });
  }

  async start(): Promise<void> {
    keepBatches();
    const { topics, onCrash, silence_ms_max = 90_000 } = this.#settings;
    const { events } = this.#consumer;
    this.#consumer.on(events.GROUP_JOIN, ({ payload }) => this.#take(payload.memberAssignment));
    for (const gone of [events.DISCONNECT, events.STOP, events.REBALANCING] as const)
      this.#consumer.on(gone, () => (this.#joined = false));
    this.#consumer.on(events.CRASH, ({ payload }) => onCrash(payload.error));
    this.#consumer.on(events.FETCH, () => (this.#fetched_at = performance.now()));
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 8,
      eachBatch: (payload) => this.#receive(payload),
    });
    this.#watchdog = setInterval(() => {
      const silent_ms = performance.now() - this.#fetched_at;
      if (silent_ms > silence_ms_max)
        onCrash(new Error(`the Kafka client has fetched nothing for ${Math.round(silent_ms / 1_000)} s`));
    }, 5_000);
  }

  isJoined(): boolean {
    return this.#joined;
  }

  assigned(): readonly Held[] {
    return [...this.#held.values()];
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#watchdog);
    const held = [...this.#held.values()];
    // Reading ends at once, committing not before each reader has finished its batch.
    for (const { buffer } of held) buffer.wake();
    await Promise.all(held.map(({ done }) => done));
    await this.#consumer.disconnect();
    await this.#committed.close();
  }

  /** A new generation: whatever was ours before is lost, also where it is ours again. */
  #take(assignment: Readonly<Record<string, readonly number[]>>): void {
    const former = new Map(this.#held);
    this.#held.clear();
    for (const { topic, partition, lost } of former.values()) lost.abort(lostError(topic, partition));
    this.#joined = true;
    this.#fetched_at = performance.now();
    for (const [topic, partitions] of Object.entries(assignment))
      for (const partition of partitions)
        this.#hold(topic, partition, former.get(keyOf(topic, partition))?.done);
  }

  #hold(topic: string, partition: number, former: Promise<void> = Promise.resolve()): void {
    const key = keyOf(topic, partition);
    const start = this.#started.has(key) ? undefined : this.#settings.startAt?.(topic, partition);
    this.#started.add(key);
    const seek = (offset: number): void => this.#consumer.seek({ topic, partition, offset: String(offset) });
    const held: Held = {
      topic,
      partition,
      buffer: new PartitionBuffer(start, seek),
      lost: new AbortController(),
      paused: false,
      done: Promise.resolve(),
    };
    this.#held.set(key, held);
    held.lost.signal.addEventListener('abort', () => held.buffer.wake());
    this.#consumer.resume([{ topic, partitions: [partition] }]);
    // The reader of the former assignment ends first: two of one process never work on one partition.
    held.done = former
      .then(() => this.#run(held))
      .catch((error: unknown) => {
        if (!isPartitionLost(error)) this.#settings.onCrash(error);
      });
  }

  async #run(held: Held): Promise<void> {
    const { topic, partition, buffer, lost } = held;
    const committed = await this.#committed.of(topic, partition, lost.signal);
    buffer.startAt(committed.offset);
    await this.#settings.onPartition({
      topic,
      partition,
      signal: lost.signal,
      committed,
      rewind: async (at_ms) => {
        const place = await this.#committed.since(topic, partition, at_ms, lost.signal);
        buffer.rewind(place.from);
        return place;
      },
      waiting: () => ({
        any: !buffer.isEmpty,
        messages: buffer.messages,
        isFull: held.paused,
        behind: buffer.behind,
        oldest_ms: buffer.oldest_ms,
      }),
      read: (limits) => this.#read(held, limits),
      commit: (next_offset, note) => this.#commit(held, next_offset, note),
    });
  }

  /** kafkajs waits for this before it fetches again, so it only puts aside, and waits a moment where it is to. */
  async #receive(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const batches = batch.messages as unknown as readonly RecordBatch[];
    const held = this.#held.get(keyOf(batch.topic, batch.partition));
    const last = batches.at(-1);
    if (!held || !last) return;
    const bytes = bytesOf(batches);
    // `fetchedOffset` and `lastOffset` count control records, which are no messages.
    const from = Number((batch as unknown as { fetchedOffset: string }).fetchedOffset);
    held.buffer.push({
      from,
      to: Number(batch.lastOffset()),
      messages: MessageList.of(batches),
      bytes,
      end: Number(batch.highWatermark),
    });
    payload.resolveOffset(last.offset);
    this.#pace(held);
    const { fetch_pause_ms = 0 } = this.#settings;
    if (fetch_pause_ms > 0 && bytes < little_bytes) await pause(fetch_pause_ms);
  }

  /** A partition that holds more than its share is paused, and goes on when half of it is read. Partitions of which nothing waits have none. */
  #pace(held: Held): void {
    const waiting = [...this.#held.values()].filter(({ buffer }) => !buffer.isEmpty).length;
    const share = this.#buffer_bytes_max / Math.max(1, waiting);
    const target = [{ topic: held.topic, partitions: [held.partition] }];
    if (!held.paused && held.buffer.bytes > share) {
      this.#consumer.pause(target);
      held.paused = true;
    } else if (held.paused && held.buffer.bytes < share / 2) {
      this.#consumer.resume(target);
      held.paused = false;
    }
  }

  async #read(held: Held, limits: ReadLimits): Promise<Chunk> {
    for (;;) {
      if (this.#stopping || held.lost.signal.aborted) throw lostError(held.topic, held.partition);
      const chunk = held.buffer.take(limits);
      if (!held.lost.signal.aborted) this.#pace(held);
      if (chunk && !this.#stopping) return chunk.jumped ? this.#withoutLost(held, chunk) : chunk;
      if (!this.#stopping) await held.buffer.filled();
    }
  }

  /** What retention has taken before anybody read it is not passed for read: the chunk begins where the log does. */
  async #withoutLost({ topic, partition, lost }: Held, chunk: Chunk): Promise<Chunk> {
    const start = await this.#committed.logStart(topic, partition, lost.signal);
    if (start <= chunk.from) return chunk;
    this.#settings.log.error(
      { topic, partition, from: chunk.from, to: start - 1 },
      'retention took messages that were never read',
    );
    return { ...chunk, from: Math.min(start, chunk.to + 1) };
  }

  async #commit({ topic, partition, lost }: Held, next_offset: number, note: string): Promise<void> {
    if (lost.signal.aborted) throw lostError(topic, partition);
    try {
      await this.#consumer.commitOffsets([{ topic, partition, offset: String(next_offset), metadata: note }]);
    } catch (error) {
      const { type } = error as { type?: string };
      if (lost.signal.aborted || (type !== undefined && lostTypes.has(type)))
        throw lostError(topic, partition);
      throw new SurroundingsError(
        'kafka_unavailable',
        `${topic}-${partition}: offset not committed: ${reasonOf(error)}`,
        {
          retriable: true,
          cause: error,
        },
      );
    }
  }
}

/** Joins the group and reads until stopped. Resolves when the group has been joined for the first time. */
export const joinGroup = async (settings: GroupSettings): Promise<GroupMember> => {
  const member = new Member(settings);
  await member.start();
  return member;
};
