// Records → a topic, acknowledged by all in-sync replicas before `publish` resolves.
import { CompressionTypes, Partitioners, type IHeaders } from 'kafkajs';
import { reasonOf, SurroundingsError } from '../runtime/errors.ts';
import { createKafka, type KafkaSettings } from './client.ts';

export interface ProducerRecord {
  readonly key: string | Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: IHeaders;
}

export interface Producer {
  /** Resolves once every record is acknowledged (acks=all). Rejects with `kafka_unavailable`, retriable: some may be in the topic then. */
  publish(topic: string, records: readonly ProducerRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** Connects an idempotent producer. Rejects with `kafka_unavailable` where no broker answers. */
export const createProducer = async (settings: KafkaSettings): Promise<Producer> => {
  const producer = createKafka(settings).producer({
    idempotent: true,
    maxInFlightRequests: 5,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  const unavailable = (error: unknown): SurroundingsError =>
    new SurroundingsError(
      'kafka_unavailable',
      `Kafka at ${settings.brokers.join(', ')} does not answer: ${reasonOf(error)}`,
      { retriable: true, cause: error },
    );
  await producer.connect().catch((error: unknown) => {
    throw unavailable(error);
  });
  return {
    publish: async (topic, records) => {
      if (records.length === 0) return;
      try {
        await producer.send({
          topic,
          acks: -1,
          timeout: 5_000,
          compression: CompressionTypes.None,
          messages: records.map((record) => ({ ...record })),
        });
      } catch (error) {
        throw unavailable(error);
      }
    },
    close: () => producer.disconnect(),
  };
};
