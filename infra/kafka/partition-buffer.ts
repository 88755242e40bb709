// What has been fetched of one partition and not been read yet: bounded in bytes by whoever pauses the partition, in order, without a gap or a repetition.
import type { KafkaMessage } from 'kafkajs';

/** One fetch's messages of one partition, as kafkajs hands them over. Offsets are whole numbers below 2^53. */
export interface Fetched {
  /** Where the fetch began. */
  readonly from: number;
  /** Last offset it covers: control records, which are no messages, included. */
  readonly to: number;
  readonly messages: readonly KafkaMessage[];
  /** What it holds in memory, about. */
  readonly bytes: number;
}

/** Neighbouring messages: all there are from `from` to `to`, both included. Offsets without a message are control, aborted or compacted records. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
  readonly messages: readonly KafkaMessage[];
  /** True where nothing could be fetched from `from`: fetching went on further along. */
  readonly jumped?: boolean;
}

export interface ReadLimits {
  readonly messages_max: number;
  readonly bytes_max: number;
  /** Read up to this offset and not beyond. */
  readonly to?: number;
}

/** A message in memory beside its bytes, about: measured with kafkajs' objects. */
const message_bytes = 300;

export const bytesOf = (messages: readonly KafkaMessage[]): number =>
  messages.reduce(
    (sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0) + message_bytes,
    0,
  );

/** A queue of fetches with one reader. */
export class PartitionBuffer {
  readonly #seek: (offset: number) => void;
  #queue: Fetched[] = [];
  #index = 0;
  #bytes = 0;
  #next: number | undefined;
  #sought: number | undefined;
  #wake: () => void = () => undefined;

  /** `next`: offset to begin with, or undefined to take the first fetch as the beginning. `seek` asks for the fetches to go on from an offset. */
  constructor(next: number | undefined, seek: (offset: number) => void) {
    this.#next = next;
    this.#seek = seek;
  }

  /** Bytes waiting to be read, about. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Next offset to be read, where it is known. */
  get next(): number | undefined {
    return this.#next;
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  /** Broker's time of the oldest message that waits, UTC milliseconds. */
  get oldest_ms(): number | undefined {
    const waiting = this.#queue[0]?.messages[this.#index];
    return waiting && Number(waiting.timestamp);
  }

  /** Where to begin, said after the first fetches may have come. */
  startAt(next: number | undefined): void {
    this.#next ??= next;
  }

  push(fetched: Fetched): void {
    this.#queue.push(fetched);
    this.#bytes += fetched.bytes;
    this.#wake();
  }

  /** Resolves when something waits, or at the next `wake`. */
  async filled(): Promise<void> {
    if (this.#hasNext()) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    await promise;
  }

  /** Lets the reader look again. */
  wake(): void {
    this.#wake();
  }

  /** What waits, up to the limits; undefined where nothing does. */
  take({ messages_max, bytes_max, to = Infinity }: ReadLimits): Chunk | undefined {
    if (!this.#hasNext()) return undefined;
    const from = this.#next ?? this.#queue[0]?.from ?? 0;
    const jumped = this.#index === 0 && (this.#queue[0]?.from ?? 0) > from;
    const messages: KafkaMessage[] = [];
    let bytes = 0;
    while (
      this.#hasNext() &&
      messages.length < messages_max &&
      bytes < bytes_max &&
      (this.#next ?? 0) <= to
    ) {
      const fetched = this.#queue[0] as Fetched;
      const message = fetched.messages[this.#index];
      const offset = message ? Number(message.offset) : fetched.to;
      if (offset > to) {
        this.#next = to + 1;
        break;
      }
      if (message) {
        this.#index += 1;
        if (offset >= (this.#next ?? 0)) {
          messages.push(message);
          bytes += (message.value?.length ?? 0) + (message.key?.length ?? 0) + message_bytes;
          this.#next = offset + 1;
        }
      }
      if (this.#index >= fetched.messages.length) {
        this.#next = Math.max(this.#next ?? 0, fetched.to + 1);
        this.#drop();
      }
    }
    return { from, to: (this.#next ?? from) - 1, messages, ...(jumped && { jumped }) };
  }

  #drop(): void {
    this.#bytes -= this.#queue.shift()?.bytes ?? 0;
    this.#index = 0;
  }

  /** Whether the first fetch of the queue goes on where reading stopped. What is known already is dropped; what leaves a gap is asked for again. */
  #hasNext(): boolean {
    for (;;) {
      const first = this.#queue[0];
      if (!first) return false;
      this.#next ??= first.from;
      if (this.#index > 0 || first.from === this.#next) return true;
      if (first.to < this.#next) this.#drop();
      else if (first.from < this.#next) return true;
      // Sought and still beyond: retention or compaction took what was there, or only control records lie between.
      else if (this.#sought === this.#next) return true;
      else {
        this.#sought = this.#next;
        this.#queue = [];
        this.#index = 0;
        this.#bytes = 0;
        this.#seek(this.#next);
        return false;
      }
    }
  }
}
