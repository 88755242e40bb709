// The offsets and notes that the sink's group has committed: read and changed while no sink runs.
import type { Kafka } from 'kafkajs';

export const sink_group = 'revloop-sink';

export interface Note {
  readonly partition: number;
  readonly offset: string;
  readonly note: string;
}

/** What is committed for each partition of the topic. */
export const readNote = async (kafka: Kafka, topic: string): Promise<readonly Note[]> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const [found] = await admin.fetchOffsets({ groupId: sink_group, topics: [topic] });
    return (found?.partitions ?? []).map(({ partition, offset, metadata }) => ({
      partition,
      offset,
      note: metadata ?? '',
    }));
  } finally {
    await admin.disconnect();
  }
};

/** Commits these as a member of the group; resolves when it has left again. Others have to be gone, or their sessions over soon. */
export const writeNote = async (kafka: Kafka, topic: string, notes: readonly Note[]): Promise<void> => {
  const consumer = kafka.consumer({ groupId: sink_group, rebalanceTimeout: 30_000 });
  await consumer.connect();
  await consumer.subscribe({ topic });
  const joined = Promise.withResolvers<void>();
  consumer.on(consumer.events.GROUP_JOIN, () => joined.resolve());
  await consumer.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
  await joined.promise;
  await consumer.commitOffsets(
    notes.map(({ partition, offset, note }) => ({ topic, partition, offset, metadata: note })),
  );
  await consumer.disconnect();
};
