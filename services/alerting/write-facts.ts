// Facts about telling → funnel.sla, each beside the fact it is about. That topic is all that is remembered of what was told.
import { setTimeout as pause } from 'node:timers/promises';
import type { Producer, ProducerRecord } from '@revloop/infra/kafka/producer.ts';
import type { Codec } from '@revloop/infra/registry/codec.ts';
import { failpoint } from '@revloop/infra/runtime/failpoint.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { retry } from '@revloop/infra/runtime/retry.ts';
import { topics } from '@revloop/schemas/topics.ts';
import type { Written } from './core/telling/delivery.ts';

/** What fits into one request whatever the ids are. */
const records_max = 1_000;
/** How long the first waits for others: each message by itself would be a request to the broker, of which the broker and we have more work than of the message. */
const gather_ms = 20;

interface Entry {
  readonly records: readonly ProducerRecord[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Writes in the order of the calls. What comes within a moment, or while a request is under way, goes together: a message each would bound how many are told. */
export class FactWriter {
  readonly #producer: Producer;
  readonly #codec: Codec;
  readonly #log: Logger;
  #waiting: Entry[] = [];
  #isWriting = false;

  constructor(producer: Producer, codec: Codec, log: Logger) {
    this.#producer = producer;
    this.#codec = codec;
    this.#log = log;
  }

  /** Resolves when all are acknowledged; waits for as long as Kafka is away. */
  write(written: readonly Written[]): Promise<void> {
    if (written.length === 0) return Promise.resolve();
    const records = written.map(({ key, fact }) => ({
      key: key === null ? null : Buffer.from(key),
      value: this.#codec.encode('SlaFact', fact),
    }));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ records, done: resolve, failed: reject });
    if (!this.#isWriting) void this.#writeAll();
    return promise;
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      await pause(gather_ms);
      const entries = this.#next();
      try {
        await this.#publish(entries.flatMap(({ records }) => records));
        for (const { done } of entries) done();
      } catch (error) {
        for (const { failed } of entries) failed(error);
      }
    }
    this.#isWriting = false;
  }

  /** As many as go into one request, whole: the facts of one message are written together, where they are not a digest's. */
  #next(): readonly Entry[] {
    let records = 0;
    let count = 0;
    for (const entry of this.#waiting) {
      records += entry.records.length;
      if (count > 0 && records > records_max) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #publish(records: readonly ProducerRecord[]): Promise<void> {
    const { name } = topics.sla;
    for (let at = 0; at < records.length; at += records_max) {
      await retry(name, () => this.#producer.publish(name, records.slice(at, at + records_max)), this.#log);
      // A crash here leaves some facts of a digest untold: by the digest's id the next process knows that all of them were.
      if (at + records_max < records.length) failpoint('notifier.told_some');
    }
  }
}
