// What the watch says → Kafka, in the order it was said.
import type { Producer, ProducerRecord } from '@revloop/infra/kafka/producer.ts';
import type { Codec } from '@revloop/infra/registry/codec.ts';
import { failpoint } from '@revloop/infra/runtime/failpoint.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { retry } from '@revloop/infra/runtime/retry.ts';
import { topics, type Topic } from '@revloop/schemas/topics.ts';
import type { Saying } from './core/watch.ts';
import { wholeRequests } from './core/whole-requests.ts';
import type { AlertingMetrics } from './metrics.ts';

/** Of one request. */
const records_max = 1_000;

export class Emitter {
  readonly #producer: Producer;
  readonly #codec: Codec;
  readonly #metrics: AlertingMetrics;
  readonly #log: Logger;
  #last: Promise<void> = Promise.resolve();

  constructor(producer: Producer, codec: Codec, metrics: AlertingMetrics, log: Logger) {
    this.#producer = producer;
    this.#codec = codec;
    this.#metrics = metrics;
    this.#log = log;
  }

  /**
   * Resolves when all is acknowledged, after everything emitted before; waits for as long as Kafka is away. A crash before that
   * loses nothing: the next process derives the same sayings again, with the same ids.
   */
  emit(sayings: readonly Saying[]): Promise<void> {
    if (sayings.length === 0) return this.#last;
    this.#last = this.#last.then(() => this.#publish(sayings));
    return this.#last;
  }

  async #publish(sayings: readonly Saying[]): Promise<void> {
    // 1. Outcomes. A crash after it leaves the end fact unsaid: the outcome is published again, readers know it by its handoff id.
    await this.#send(
      topics.handoffOutcomes,
      sayings.map(({ key, outcomes }) =>
        outcomes.map((outcome) => ({ key, value: this.#codec.encode('HandoffOutcome', outcome) })),
      ),
      'emitter.outcomes',
    );
    // 2. Facts. A crash after it, with the events' offsets not committed, says them again under the same ids: they collapse.
    await this.#send(
      topics.sla,
      sayings.map(({ key, facts }) =>
        facts.map((fact) => ({ key, value: this.#codec.encode('SlaFact', fact) })),
      ),
      'emitter.facts',
    );
    for (const { facts } of sayings)
      for (const { fact, level } of facts) this.#metrics.facts.inc({ fact, level });
  }

  async #send(
    { name }: Topic,
    sayings: readonly (readonly ProducerRecord[])[],
    after: string,
  ): Promise<void> {
    for (const records of wholeRequests(sayings, records_max)) {
      await retry(name, () => this.#producer.publish(name, records), this.#log);
      failpoint(after);
    }
  }
}
