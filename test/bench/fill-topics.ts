// The same events into three topics: as ingest writes them, and in the two forms that ClickHouse's Kafka engine reads.
import { connectRegistry } from '@revloop/infra/registry/client.ts';
import { registerSchemas } from '@revloop/infra/registry/register.ts';
import { createKafka } from '@revloop/infra/kafka/client.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { encodeEvent, recordNameOf } from '@revloop/schemas/codec.ts';
import type { FunnelEvent } from '@revloop/schemas/generated.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { CompressionTypes, Partitioners, type Kafka, type Message } from 'kafkajs';
import type { BenchStack } from './bench-stack.ts';
import { flatAvro, flatJson, flatSchema, flatSubject } from './flat-event.ts';
import { funnelEvent } from './funnel-events.ts';

export const jsonTopic = 'bench.json';
export const flatAvroTopic = 'bench.flat-avro';

export const kafkaOf = ({ brokers }: BenchStack): Kafka =>
  createKafka({
    brokers,
    clientId: 'bench',
    log: createLog('bench').child({}, { level: 'error' }),
    request_ms_max: 60_000,
  });

/** Events of one produce request: record batches of some hundred kilobytes, as a busy ingest writes them. */
const chunk_events = 4_000;
/** Requests under way at a time. */
const sends_max = 3;
const day_ms = 86_400_000;

/** Partition key, as ingest chooses it. */
const keyOf = ({ account_id, contact_id, anonymous_id }: FunnelEvent): string | null =>
  account_id ?? contact_id ?? anonymous_id;

type Forms = Readonly<Record<string, (event: FunnelEvent) => Buffer | string>>;

const formsOf = async (registryUrl: string): Promise<Forms> => {
  const registry = connectRegistry(registryUrl, 30_000);
  const ids = await registerSchemas(registry);
  const flatId = await registry.register(flatSubject, flatSchema);
  return {
    [topics.events.name]: (event) => encodeEvent(ids[recordNameOf(event.type)] ?? NaN, event),
    [jsonTopic]: flatJson,
    [flatAvroTopic]: (event) => flatAvro(flatId, event),
  };
};

const createPeerTopics = async (kafka: Kafka): Promise<void> => {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: [jsonTopic, flatAvroTopic].map((topic) => ({ topic, numPartitions: topics.events.partitions })),
  });
  await admin.disconnect();
};

/** Messages by topic; a topic that does not hold exactly `events` is an error: the client tried a send again. */
const judgeTopics = async (kafka: Kafka, names: readonly string[], events: number): Promise<void> => {
  const admin = kafka.admin();
  await admin.connect();
  for (const topic of names) {
    const ends = await admin.fetchTopicOffsets(topic);
    const messages = ends.reduce((sum, { high }) => sum + Number(high), 0);
    if (messages !== events) throw new Error(`${topic} holds ${messages} messages, not ${events}`);
  }
  await admin.disconnect();
};

/** Produces `events` events in each form, uncompressed as ingest does. Resolves to the mean bytes of a message by topic. */
export const fillTopics = async (
  stack: BenchStack,
  events: number,
): Promise<Readonly<Record<string, number>>> => {
  const kafka = kafkaOf(stack);
  const [forms] = await Promise.all([formsOf(stack.registryUrl), createPeerTopics(kafka)]);
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const from = Math.floor(Date.now() / day_ms) * day_ms - 30 * day_ms;
  const bytes: Record<string, number> = {};
  const sends = new Set<Promise<unknown>>();
  for (let first = 0; first < events; first += chunk_events) {
    const chunk = Array.from({ length: Math.min(chunk_events, events - first) }, (_, index) =>
      funnelEvent(first + index, from),
    );
    const topicMessages = Object.entries(forms).map(([topic, form]) => {
      const messages: Message[] = chunk.map((event) => ({ key: keyOf(event), value: form(event) }));
      bytes[topic] = messages.reduce((sum, { value }) => sum + (value?.length ?? 0), bytes[topic] ?? 0);
      return { topic, messages };
    });
    const send = producer.sendBatch({ acks: -1, compression: CompressionTypes.None, topicMessages });
    sends.add(send);
    void send.then(() => sends.delete(send)).catch(() => undefined);
    if (sends.size >= sends_max) await Promise.race(sends);
  }
  await Promise.all(sends);
  await producer.disconnect();
  await judgeTopics(kafka, Object.keys(forms), events);
  return Object.fromEntries(Object.entries(bytes).map(([topic, all]) => [topic, Math.round(all / events)]));
};
