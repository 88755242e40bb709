// Accepted events → funnel.events. Requests that arrive while a send is under way share the next one; what waits is bounded in bytes.
import type { Producer, ProducerRecord } from '@revloop/infra/kafka/producer.ts';
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';

interface Waiting {
  readonly records: readonly ProducerRecord[];
  readonly bytes: number;
  readonly done: (failure?: Error) => void;
}

/** A client hears by then; what Kafka makes of its records later is found out when it sends them again. */
const answer_ms_max = 8_000;

/** Groups records of concurrent requests into sends, at most `sends_max` at a time. */
export class Publisher {
  readonly #producer: Producer;
  readonly #topic: string;
  readonly #waiting_bytes_max: number;
  readonly #sends_max = 2;
  #queue: Waiting[] = [];
  #bytes = 0;
  #sends = 0;

  constructor(producer: Producer, topic: string, waiting_bytes_max: number) {
    this.#producer = producer;
    this.#topic = topic;
    this.#waiting_bytes_max = waiting_bytes_max;
  }

  /** Bytes accepted into memory and not yet acknowledged. */
  get waitingBytes(): number {
    return this.#bytes;
  }

  /** Resolves once Kafka has acknowledged all records (acks=all). Rejects with `overloaded` or `kafka_unavailable`, both retriable. */
  publish(records: readonly ProducerRecord[]): Promise<void> {
    const bytes = records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
    if (this.#bytes + bytes > this.#waiting_bytes_max)
      return Promise.reject(
        new SurroundingsError('overloaded', 'too many events are waiting for Kafka', { retriable: true }),
      );
    this.#bytes += bytes;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () =>
          reject(
            new SurroundingsError('kafka_unavailable', 'Kafka has not acknowledged in time', {
              retriable: true,
            }),
          ),
        answer_ms_max,
      );
      const done = (failure?: Error): void => {
        clearTimeout(timer);
        if (failure) reject(failure);
        else resolve();
      };
      this.#queue.push({ records, bytes, done });
      this.#next();
    });
  }

  #next(): void {
    if (this.#sends >= this.#sends_max || this.#queue.length === 0) return;
    const batch = this.#queue;
    this.#queue = [];
    this.#sends += 1;
    void this.#send(batch);
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    let failure: Error | undefined;
    try {
      // 1. In Kafka, acknowledged. A crash before: the clients get no answer and send again. A crash after: the same, and the event ids make
      //    the second copy a duplicate.
      await this.#producer.publish(
        this.#topic,
        batch.flatMap(({ records }) => records),
      );
    } catch (error) {
      failure = error as Error;
    }
    this.#sends -= 1;
    for (const { bytes, done } of batch) {
      this.#bytes -= bytes;
      // 2. The client is told.
      done(failure);
    }
    this.#next();
  }
}
