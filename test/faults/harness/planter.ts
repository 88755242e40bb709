// Plants bad input straight into Kafka, and good events without a key beside it, and keeps the books of both.
import { createKafka, type KafkaSettings } from '@revloop/infra/kafka/client.ts';
import { Producer, type ProducerRecord } from '@revloop/infra/kafka/producer.ts';
import { Codec } from '@revloop/infra/registry/codec.ts';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { Partitioners } from 'kafkajs';
import { join } from 'node:path';
import type { Prng } from '../../../services/cli/core/demo/prng.ts';
import { eventually } from '../../support/eventually.ts';
import type { Ledger } from './ledger.ts';
import { allPoison, goodStraight, registerDoubleAmount, type Poison } from './poison.ts';

type Env = Readonly<Record<string, string>>;

/** How a message of the log is told from others: by its key and bytes. */
export const printOf = (key: Buffer | null, value: Buffer | null): string =>
  `${key?.toString('base64') ?? 'no key'} ${value?.toString('base64') ?? 'no value'}`;

export interface Planter {
  /** Code of the dead letter that a planted message becomes, by `printOf`. */
  readonly planted: ReadonlyMap<string, string>;
  /** Plants some poison of kinds that the generator draws, and a good event beside it. Tries until Kafka has it. */
  readonly plant: (prng: Prng) => Promise<void>;
  /** One of every kind. */
  readonly plantAll: () => Promise<void>;
  /** What became of a message of 5 MB. */
  readonly plantLarge: () => Promise<string>;
  readonly close: () => Promise<void>;
}

export const connectionOf = (env: Env, clientId: string): KafkaSettings => ({
  brokers: (env['REVLOOP_KAFKA_BROKERS'] ?? '').split(','),
  clientId,
  log: createLog('faults'),
});

/** An encoder as emitters have it that write to Kafka themselves, and the schema id that poison needs. */
export const encoderOf = async (env: Env): Promise<{ codec: Codec; doubleId: number }> => {
  const url = `${env['REVLOOP_REGISTRY_URL']}/apis/ccompat/v7`;
  const codec = new Codec({ url, idsFile: join(env['REVLOOP_HOME'] ?? '', 'schema-ids.json') });
  await codec.ready();
  return { codec, doubleId: await registerDoubleAmount(url) };
};

/** Registers what poison needs; the registry has to answer. */
export const startPlanter = async (env: Env, ledger: Ledger): Promise<Planter> => {
  const kafka = connectionOf(env, 'faults');
  const { codec, doubleId } = await encoderOf(env);
  const producer = new Producer(kafka);
  const planted = new Map<string, string>();
  let count = 0;

  const publish = async (records: readonly ProducerRecord[]): Promise<void> => {
    await eventually(
      'Kafka takes what is planted',
      () =>
        producer.publish(topics.events.name, records).then(
          () => '',
          (error: unknown) => reasonOf(error),
        ),
      (failure) => failure === '',
      90_000,
    );
  };
  const publishPoison = async (poison: readonly Poison[]): Promise<void> => {
    const records = poison.map(({ kind, code, value }, index) => {
      // Some without a key, but never a tombstone without one: nothing would tell it from another.
      const key = value !== null && index % 3 === 2 ? null : `poison ${count} ${kind}`;
      planted.set(printOf(key === null ? null : Buffer.from(key), value), code);
      return { key, value };
    });
    const event_id = `straight-${count}`;
    // A good event without a key is no poison.
    await publish([...records, { key: null, value: goodStraight(codec, event_id) }]);
    ledger.acknowledge({
      source: 'straight',
      event_id,
      type: 'content_viewed',
      account_id: 'straight',
      channel: 'email',
    });
    count += 1;
  };
  const next = (): readonly Poison[] => allPoison(codec, doubleId, `poison-${count}`);
  return {
    planted,
    plant: (prng) => publishPoison(prng.shuffled(next()).slice(0, prng.integer(1, 3))),
    plantAll: () => publishPoison(next()),
    plantLarge: () => plantLarge(kafka, planted),
    close: () => producer.close(),
  };
};

const plantLarge = async (kafka: KafkaSettings, planted: Map<string, string>): Promise<string> => {
  const value = Buffer.alloc(5_000_000, 9);
  const producer = createKafka(kafka).producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    await producer.send({ topic: topics.events.name, acks: -1, messages: [{ key: 'large', value }] });
    planted.set(printOf(Buffer.from('large'), value), 'wrong_magic_byte');
    return 'taken by the broker';
  } catch (error) {
    return `refused by the broker: ${reasonOf(error)}`;
  } finally {
    await producer.disconnect();
  }
};
