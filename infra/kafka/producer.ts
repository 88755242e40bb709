// Records → a topic, acknowledged by all in-sync replicas before `publish` resolves.
import { CompressionTypes, Partitioners, type IHeaders, type Producer as KafkaProducer } from 'kafkajs';
import { reasonOf, SurroundingsError } from '../runtime/errors.ts';
import { createKafka, type KafkaSettings } from './client.ts';

export interface ProducerRecord {
  readonly key: string | Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: IHeaders;
}

/** An idempotent producer that replaces itself after a failure. */
export class Producer {
  readonly #settings: KafkaSettings;
  #current: Promise<KafkaProducer> | undefined;

  constructor(settings: KafkaSettings) {
    this.#settings = settings;
  }

  /** Resolves once a broker answers. Rejects with `kafka_unavailable`, retriable. */
  async connect(): Promise<void> {
    await this.#producer();
  }

  /** Resolves once every record is acknowledged (acks=all). Rejects with `kafka_unavailable`, retriable: some may be in the topic then. */
  async publish(topic: string, records: readonly ProducerRecord[]): Promise<void> {
    if (records.length === 0) return;
    const producer = await this.#producer();
    try {
      const messages = records.map((record) => ({ ...record }));
      await producer.send({ topic, acks: -1, timeout: 5_000, compression: CompressionTypes.None, messages });
    } catch (error) {
      // kafkajs counts a sequence number up only after an answer. A batch that was written but not answered would lend its number to the
      // next one, which the broker then drops as a duplicate: a failed producer is never used again.
      if (await this.#current?.then((current) => current === producer)) this.#current = undefined;
      void producer.disconnect().catch(() => undefined);
      throw this.#unavailable(error);
    }
  }

  async close(): Promise<void> {
    await (await this.#current?.catch(() => undefined))?.disconnect();
  }

  #producer(): Promise<KafkaProducer> {
    this.#current ??= this.#connected().catch((error: unknown) => {
      this.#current = undefined;
      throw this.#unavailable(error);
    });
    return this.#current;
  }

  async #connected(): Promise<KafkaProducer> {
    const producer = createKafka(this.#settings).producer({
      idempotent: true,
      maxInFlightRequests: 5,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  }

  #unavailable(error: unknown): SurroundingsError {
    const message = `Kafka at ${this.#settings.brokers.join(', ')} does not answer: ${reasonOf(error)}`;
    return new SurroundingsError('kafka_unavailable', message, { retriable: true, cause: error });
  }
}

/** A connected producer. Rejects with `kafka_unavailable` where no broker answers. */
export const createProducer = async (settings: KafkaSettings): Promise<Producer> => {
  const producer = new Producer(settings);
  await producer.connect();
  return producer;
};
