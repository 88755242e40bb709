// Whether a consumer group has handled everything that stands in its topics now.
import { setTimeout as pause } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { reasonOf, SurroundingsError } from '../runtime/errors.ts';
import { createKafka, type KafkaSettings } from './client.ts';

const poll_ms = 250;

interface Goal {
  readonly topic: string;
  readonly partition: number;
  /** Next offset that was not written yet. */
  readonly end: number;
}

/**
 * Resolves to true once the group has committed every offset that is in the topics at the time of the call, to false where it has not within
 * `ms_max`. Rejects with `kafka_unavailable`, retriable.
 */
export const groupCatchesUp = async (
  settings: KafkaSettings,
  groupId: string,
  topics: readonly string[],
  ms_max: number,
): Promise<boolean> => {
  const admin = createKafka({ ...settings, retries_max: 2 }).admin();
  try {
    await admin.connect();
    let open: readonly Goal[] = (await Promise.all(topics.map((topic) => goalsOf(admin, topic)))).flat();
    for (const giveUpAt = performance.now() + ms_max; ;) {
      open = await notReached(admin, groupId, open);
      const left_ms = giveUpAt - performance.now();
      if (open.length === 0 || left_ms <= 0) return open.length === 0;
      await pause(Math.min(poll_ms, left_ms));
    }
  } catch (error) {
    throw new SurroundingsError(
      'kafka_unavailable',
      `Kafka at ${settings.brokers.join(', ')} does not say how far ${groupId} is: ${reasonOf(error)}`,
      { retriable: true, cause: error },
    );
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};

/** Partitions that hold messages. */
const goalsOf = async (admin: Admin, topic: string): Promise<readonly Goal[]> =>
  (await admin.fetchTopicOffsets(topic))
    .filter(({ low, high }) => low !== high)
    .map(({ partition, high }) => ({ topic, partition, end: Number(high) }));

const notReached = async (
  admin: Admin,
  groupId: string,
  goals: readonly Goal[],
): Promise<readonly Goal[]> => {
  if (goals.length === 0) return [];
  const topics = [...new Set(goals.map(({ topic }) => topic))];
  const committed = await admin.fetchOffsets({ groupId, topics });
  return goals.filter(({ topic, partition, end }) => {
    const found = committed
      .find((one) => one.topic === topic)
      ?.partitions.find((one) => one.partition === partition);
    return Number(found?.offset ?? -1) < end;
  });
};
