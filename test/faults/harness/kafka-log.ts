// A topic as it stands in Kafka, read whole: what the sink had to deal with, whoever wrote it.
import { randomUUID } from 'node:crypto';
import { createKafka } from '@revloop/infra/kafka/client.ts';
import type { IHeaders } from 'kafkajs';
import { connectionOf } from './planter.ts';

export interface LogMessage {
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

/** Every message of the topic, from its beginning to what was its end when this was called; `see` is called for each. */
export const readTopic = async (
  env: Readonly<Record<string, string>>,
  topic: string,
  see: (message: LogMessage) => void,
): Promise<void> => {
  const kafka = createKafka(connectionOf(env, 'faults-reader'));
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const left = new Map(
    ends.filter(({ low, high }) => low !== high).map(({ partition, high }) => [partition, BigInt(high)]),
  );
  if (left.size === 0) return;
  const consumer = kafka.consumer({ groupId: `faults-${randomUUID()}`, maxBytesPerPartition: 4_000_000 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const whole = Promise.withResolvers<void>();
  consumer.on(consumer.events.CRASH, ({ payload }) => whole.reject(payload.error));
  await consumer.run({
    autoCommit: false,
    eachBatch: ({ batch }) => {
      const { partition, messages } = batch;
      const end = left.get(partition);
      if (end === undefined) return Promise.resolve();
      for (const { offset, key, value, headers = {} } of messages)
        if (BigInt(offset) < end) see({ partition, offset, key, value, headers });
      if (BigInt(batch.lastOffset()) >= end - 1n) left.delete(partition);
      if (left.size === 0) whole.resolve();
      return Promise.resolve();
    },
  });
  await whole.promise;
  await consumer.disconnect();
};
