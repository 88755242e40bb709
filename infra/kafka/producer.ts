// Records → a topic, acknowledged by all in-sync replicas before `publish` resolves.
import { CompressionTypes, type IHeaders, type Message, type Producer as KafkaProducer } from 'kafkajs';
import { kafkaFailure } from './client-failure.ts';
import { createKafka, type KafkaSettings } from './client.ts';
import { createPartitioner } from './partitioner.ts';

export interface ProducerRecord {
  readonly key: string | Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: IHeaders;
}

/**
 * An idempotent producer with one send under way, which replaces itself after a failure. One, because kafkajs gives a batch's sequence numbers
 * back when no answer came: a second send waiting behind would take them, and the broker, which may have written the first, would drop the second
 * as its repetition and acknowledge it. Whoever wants two under way takes two producers: their numbers are their own.
 */
export class Producer {
  readonly #settings: KafkaSettings;
  #current: Promise<KafkaProducer> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: KafkaSettings) {
    this.#settings = settings;
  }

  /** Resolves once a broker answers. Rejects with `kafka_unavailable`, retriable, or `kafka_auth_failed` and `kafka_tls_refused`, which are not. */
  async connect(): Promise<void> {
    await this.#producer();
  }

  /** Resolves once every record is acknowledged (acks=all), after the sends before it. Rejects as `connect` does: some may be in the topic then. */
  publish(topic: string, records: readonly ProducerRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    const sent = this.#last.then(() => this.#send(topic, records));
    this.#last = sent.catch(() => undefined);
    return sent;
  }

  async close(): Promise<void> {
    await (await this.#current?.catch(() => undefined))?.disconnect();
  }

  async #send(topic: string, records: readonly ProducerRecord[]): Promise<void> {
    const producer = await this.#producer();
    try {
      // kafkajs reads messages and keeps none.
      const messages = records as Message[];
      await producer.send({ topic, acks: -1, timeout: 5_000, compression: CompressionTypes.None, messages });
    } catch (error) {
      // Its next number is unknown now: the broker may or may not have written the batch. A failed producer is never used again.
      if (await this.#current?.then((current) => current === producer)) this.#current = undefined;
      void producer.disconnect().catch(() => undefined);
      throw kafkaFailure(this.#settings.brokers, error);
    }
  }

  #producer(): Promise<KafkaProducer> {
    this.#current ??= this.#connected().catch((error: unknown) => {
      this.#current = undefined;
      throw kafkaFailure(this.#settings.brokers, error);
    });
    return this.#current;
  }

  async #connected(): Promise<KafkaProducer> {
    const producer = createKafka(this.#settings).producer({
      idempotent: true,
      maxInFlightRequests: 5,
      allowAutoTopicCreation: false,
      createPartitioner,
    });
    await producer.connect();
    return producer;
  }
}

/** A connected producer. Rejects with `kafka_unavailable` where no broker answers. */
export const createProducer = async (settings: KafkaSettings): Promise<Producer> => {
  const producer = new Producer(settings);
  await producer.connect();
  return producer;
};
