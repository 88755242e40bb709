// Where topics begin and end: for lags and audits.
import type { Admin } from 'kafkajs';
import { reasonOf, SurroundingsError } from '../runtime/errors.ts';
import { createKafka, type KafkaSettings } from './client.ts';

export interface TopicEnd {
  readonly topic: string;
  readonly partition: number;
  /** First offset that is still in the log. */
  readonly start: number;
  /** Next offset to be written. */
  readonly end: number;
}

/** Asks over one kept connection. */
export class TopicEnds {
  readonly #settings: KafkaSettings;
  #admin: Promise<Admin> | undefined;

  constructor(settings: KafkaSettings) {
    this.#settings = { ...settings, request_ms_max: 5_000, retries_max: 1 };
  }

  /** One entry a partition. Rejects with `kafka_unavailable`, retriable. */
  async of(topics: readonly string[]): Promise<readonly TopicEnd[]> {
    try {
      const admin = await (this.#admin ??= this.#connected());
      const ends: TopicEnd[] = [];
      for (const topic of topics)
        for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
          ends.push({ topic, partition, start: Number(low), end: Number(high) });
      return ends.sort(
        (a, b) => topics.indexOf(a.topic) - topics.indexOf(b.topic) || a.partition - b.partition,
      );
    } catch (error) {
      await this.close();
      throw new SurroundingsError(
        'kafka_unavailable',
        `Kafka does not tell its offsets: ${reasonOf(error)}`,
        {
          retriable: true,
          cause: error,
        },
      );
    }
  }

  async close(): Promise<void> {
    const admin = this.#admin;
    this.#admin = undefined;
    await admin?.then((connected) => connected.disconnect()).catch(() => undefined);
  }

  async #connected(): Promise<Admin> {
    const admin = createKafka(this.#settings).admin();
    await admin.connect();
    return admin;
  }
}
