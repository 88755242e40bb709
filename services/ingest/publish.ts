// Accepted events → funnel.events. Requests that arrive while every producer is busy share the next send.
import type { Producer, ProducerRecord } from '@revloop/infra/kafka/producer.ts';
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import { failpoint } from '@revloop/infra/runtime/failpoint.ts';
import { overloaded } from './answers.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { IngestMetrics } from './metrics.ts';

/** A request whose client waits. */
interface Pending {
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (failure: Error) => void;
  unsent: number;
  answered: boolean;
}

/** Records of one request that fit into one send. */
interface Portion {
  readonly pending: Pending;
  readonly records: readonly ProducerRecord[];
  readonly bytes: number;
}

/** A client hears by then; what Kafka makes of its records later is found out when it sends them again. */
export const answer_ms_max = 8_000;
const look_ms = 250;
/** Brokers take batches of 1 MB a partition by default (max.message.bytes), and all of a send may go to one. */
const send_bytes_max = 900_000;
/** What a record costs in a batch besides its value. */
const record_bytes = 80;

const bytesOf = ({ key, value }: ProducerRecord): number =>
  record_bytes + (key?.length ?? 0) + (value?.length ?? 0);

const portionsOf = (pending: Pending, records: readonly ProducerRecord[]): Portion[] => {
  const portions: Portion[] = [];
  let from = 0;
  let bytes = 0;
  records.forEach((record, index) => {
    const more = bytesOf(record);
    if (bytes + more > send_bytes_max && index > from) {
      portions.push({ pending, records: records.slice(from, index), bytes });
      from = index;
      bytes = 0;
    }
    bytes += more;
  });
  portions.push({ pending, records: from === 0 ? records : records.slice(from), bytes });
  return portions;
};

/** Groups records of concurrent requests into sends, one at a time for each producer. */
export class Publisher {
  readonly #topic: string;
  readonly #budget: ByteBudget;
  readonly #metrics: IngestMetrics;
  readonly #idle: Producer[];
  readonly #pending = new Set<Pending>();
  #queue: Portion[] = [];
  #isDue = false;
  #isWatched = false;

  constructor(producers: readonly Producer[], topic: string, budget: ByteBudget, metrics: IngestMetrics) {
    this.#idle = [...producers];
    this.#topic = topic;
    this.#budget = budget;
    this.#metrics = metrics;
  }

  /** Resolves once Kafka has acknowledged all records (acks=all). Rejects with `overloaded` or with why Kafka has not acknowledged them, at most 8 s later. */
  publish(records: readonly ProducerRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    const bytes = records.reduce((sum, record) => sum + bytesOf(record), 0);
    if (!this.#budget.take(bytes)) return Promise.reject(overloaded());
    return new Promise((resolve, reject) => {
      const pending: Pending = { since: performance.now(), resolve, reject, unsent: 1, answered: false };
      const portions = portionsOf(pending, records);
      pending.unsent = portions.length;
      this.#pending.add(pending);
      for (const portion of portions) this.#queue.push(portion);
      this.#watch();
      this.#soon();
    });
  }

  /** After what the event loop has at hand: its requests share one send. */
  #soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      this.#next();
    });
  }

  #next(): void {
    while (this.#queue.length > 0) {
      const producer = this.#idle.pop();
      if (!producer) return;
      const portions = this.#takePortions();
      if (portions.length > 0) void this.#send(producer, portions);
      else this.#idle.push(producer);
    }
  }

  /** As much of the queue as one send may carry; what nobody waits for any more is dropped: its client was told 503. */
  #takePortions(): readonly Portion[] {
    const taken: Portion[] = [];
    let bytes = 0;
    let seen = 0;
    for (const portion of this.#queue) {
      if (portion.pending.answered) this.#budget.give(portion.bytes);
      else if (taken.length > 0 && bytes + portion.bytes > send_bytes_max) break;
      else {
        taken.push(portion);
        bytes += portion.bytes;
      }
      seen += 1;
    }
    this.#queue = seen === this.#queue.length ? [] : this.#queue.slice(seen);
    return taken;
  }

  async #send(producer: Producer, portions: readonly Portion[]): Promise<void> {
    const startedAt = performance.now();
    const records = portions.flatMap((portion) => portion.records);
    let failure: Error | undefined;
    try {
      // 1. In Kafka, acknowledged. A crash before: the clients get no answer and send again. A crash after: the same, and the event ids make
      //    the second copy a repetition.
      await producer.publish(this.#topic, records);
      failpoint('ingest.published');
    } catch (error) {
      failure = error as Error;
      this.#metrics.publishFailures.inc({
        code: error instanceof SurroundingsError ? error.code : 'internal',
      });
    }
    this.#metrics.publishes.observe((performance.now() - startedAt) / 1_000);
    this.#metrics.publishedEvents.observe(records.length);
    this.#idle.push(producer);
    for (const { pending, bytes } of portions) {
      this.#budget.give(bytes);
      pending.unsent -= 1;
      // 2. The client is told.
      if (failure) this.#answer(pending, failure);
      else if (pending.unsent === 0) this.#answer(pending);
    }
    this.#next();
  }

  #answer(pending: Pending, failure?: Error): void {
    if (pending.answered) return;
    pending.answered = true;
    this.#pending.delete(pending);
    if (failure) pending.reject(failure);
    else pending.resolve();
  }

  /** Tells those who have waited too long; the oldest are first. */
  #giveUp(): void {
    this.#isWatched = false;
    const since_min = performance.now() - answer_ms_max;
    for (const pending of this.#pending) {
      if (pending.since > since_min) break;
      const message = 'Kafka has not acknowledged in time';
      this.#answer(pending, new SurroundingsError('kafka_unavailable', message, { retriable: true }));
    }
    // Those at the head of the queue nobody waits for any more: their bytes are wanted.
    if (this.#queue[0]?.pending.answered) this.#dropAnswered();
    if (this.#pending.size > 0) this.#watch();
  }

  #watch(): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    setTimeout(() => this.#giveUp(), look_ms);
  }

  #dropAnswered(): void {
    this.#queue = this.#queue.filter(({ pending, bytes }) => {
      if (pending.answered) this.#budget.give(bytes);
      return !pending.answered;
    });
  }
}
