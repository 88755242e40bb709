// What has been fetched of one partition and not been read yet: bounded in bytes by whoever pauses the partition, in order, without a gap or a repetition.
import { MessageList } from './message-list.ts';

/** One fetch's messages of one partition. Offsets are whole numbers below 2^53. */
export interface Fetched {
  /** Where the fetch began. */
  readonly from: number;
  /** Last offset it covers: control records, which are no messages, included. */
  readonly to: number;
  readonly messages: MessageList;
  /** What it holds in memory, about. */
  readonly bytes: number;
  /** Next offset to be written to the partition, as of the fetch. */
  readonly end: number;
}

/** Neighbouring messages: all there are from `from` to `to`, both included. Offsets without a message are control, aborted or compacted records. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
  readonly messages: MessageList;
  /** True where nothing could be fetched from `from`: fetching went on further along. */
  readonly jumped?: boolean;
}

export interface ReadLimits {
  readonly messages_max: number;
  readonly bytes_max: number;
  /** Read up to this offset and not beyond. */
  readonly to?: number;
}

/** After a rewind, fetches that were under way before it may come: how often one that lies ahead is asked for again before it counts as a gap. */
const stale_fetches_max = 5;

/** A queue of fetches with one reader. */
export class PartitionBuffer {
  readonly #seek: (offset: number) => void;
  #queue: Fetched[] = [];
  #bytes = 0;
  #end = 0;
  #next: number | undefined;
  #sought: number | undefined;
  #stale_left = 0;
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

  /** Messages waiting to be read, about: some may be known already. */
  get messages(): number {
    return this.#queue.reduce((sum, { messages }) => sum + messages.length, 0);
  }

  /** How many offsets of the partition were not read yet, as of the last fetch. */
  get behind(): number {
    return Math.max(0, this.#end - (this.#next ?? this.#end));
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  /** Broker's time of the oldest message that waits, UTC milliseconds. */
  get oldest_ms(): number | undefined {
    const messages = this.#queue[0]?.messages;
    return messages && messages.length > 0 ? messages.at(0).timestamp : undefined;
  }

  /** Where to begin, said after the first fetches may have come. */
  startAt(next: number | undefined): void {
    this.#next ??= next;
  }

  /** Begins elsewhere: what was fetched so far counts for nothing. */
  rewind(next: number): void {
    this.#next = next;
    this.#sought = undefined;
    this.#stale_left = stale_fetches_max;
    this.#seekAgain(next);
  }

  push(fetched: Fetched): void {
    this.#queue.push(fetched);
    this.#bytes += fetched.bytes;
    this.#end = fetched.end;
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

  /** What waits, up to the limits (one fetch may go beyond `bytes_max`); undefined where nothing does. */
  take({ messages_max, bytes_max, to = Infinity }: ReadLimits): Chunk | undefined {
    if (!this.#hasNext()) return undefined;
    const from = this.#next ?? 0;
    const jumped = (this.#queue[0]?.from ?? 0) > from;
    const lists: MessageList[] = [];
    let [count, bytes] = [0, 0];
    while (count < messages_max && bytes < bytes_max && (this.#next ?? 0) <= to && this.#hasNext()) {
      const fetched = this.#queue[0] as Fetched;
      const known = fetched.messages.indexOf(this.#next ?? 0);
      const end = Math.min(fetched.messages.indexOf(to + 1), known + messages_max - count);
      lists.push(fetched.messages.slice(known, end));
      count += end - known;
      bytes += fetched.bytes * ((end - known) / Math.max(1, fetched.messages.length));
      this.#goOn(fetched, end, to);
    }
    return {
      from,
      to: (this.#next ?? from) - 1,
      messages: MessageList.joined(lists),
      ...(jumped && { jumped }),
    };
  }

  /** Reading stopped before the message at `end`, or at `to`. */
  #goOn(fetched: Fetched, end: number, to: number): void {
    if (end >= fetched.messages.length && fetched.to <= to) {
      this.#next = fetched.to + 1;
      this.#queue.shift();
      this.#bytes -= fetched.bytes;
      return;
    }
    const next = end < fetched.messages.length ? fetched.messages.at(end).offset : to + 1;
    this.#next = Math.min(next, to + 1);
    const rest = fetched.messages.slice(end, fetched.messages.length);
    const bytes = fetched.bytes * (rest.length / Math.max(1, fetched.messages.length));
    this.#queue[0] = { ...fetched, from: this.#next, messages: rest, bytes };
    this.#bytes -= fetched.bytes - bytes;
  }

  /** Whether the first fetch of the queue goes on where reading stopped. What is known already is dropped; what leaves a gap is asked for again. */
  #hasNext(): boolean {
    for (;;) {
      const first = this.#queue[0];
      if (!first) return false;
      this.#next ??= first.from;
      if (first.to < this.#next) {
        this.#queue.shift();
        this.#bytes -= first.bytes;
      } else if (first.from <= this.#next) {
        this.#stale_left = 0;
        return true;
      }
      // Sought and still beyond: retention or compaction took what was there, or only control records lie between.
      else if (this.#sought === this.#next && this.#stale_left === 0) return true;
      else {
        if (this.#sought === this.#next) this.#stale_left -= 1;
        this.#sought = this.#next;
        this.#seekAgain(this.#next);
        return false;
      }
    }
  }

  #seekAgain(next: number): void {
    this.#queue = [];
    this.#bytes = 0;
    this.#seek(next);
  }
}
