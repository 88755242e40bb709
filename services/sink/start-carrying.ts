// Joins the consumer group and carries every partition it is given: events and SLA facts, each in its own way.
import type { AssignedPartition } from '@revloop/infra/kafka/assigned-partition.ts';
import { joinGroup, type GroupMember } from '@revloop/infra/kafka/group.ts';
import type { KafkaSettings } from '@revloop/infra/kafka/client.ts';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { topics } from '@revloop/schemas/topics.ts';
import type { BatchWork } from './batch-work.ts';
import { carry, type CarrySettings } from './carry.ts';
import type { SinkConfig } from './config.ts';
import { EventBatch } from './core/event-batch.ts';
import type { Progress } from './progress.ts';
import { storeEvents, type EventParts } from './store-events.ts';
import { storeFacts, type FactParts } from './store-facts.ts';

/** Claims of partitions that others carry are read this often. */
const foreign_ms = 1_000;

export interface CarryingSettings {
  readonly config: SinkConfig;
  readonly kafka: KafkaSettings;
  readonly parts: EventParts & FactParts;
  readonly progress: Progress;
  readonly onCrash: (error: unknown) => void;
}

export const startCarrying = async ({
  config,
  kafka,
  parts,
  progress,
  onCrash,
}: CarryingSettings): Promise<GroupMember> => {
  const { log } = kafka;
  const { claims, metrics } = parts;
  const catchUp = (): void =>
    void claims
      .catchUp()
      .catch((error: unknown) => log.warn({ reason: reasonOf(error) }, 'claims not read yet'));
  const settings = { ...config, log, progress, onRetry: () => metrics.retries.inc() };
  const onPartition = (partition: AssignedPartition): Promise<void> => {
    // Whoever had the partition before may have claimed events since: until that is read every key is looked up.
    claims.distrust();
    catchUp();
    return carry(partition, { ...settings, store: storing(partition.topic, parts, settings) });
  };
  const { buffer_bytes_max, session_ms_max } = config;
  const group = { groupId: 'revloop-sink', topics: [topics.events.name, topics.sla.name] };
  const member = await joinGroup({
    ...kafka,
    ...group,
    buffer_bytes_max,
    session_ms_max,
    onPartition,
    onCrash,
  });
  const isAlone = (): boolean =>
    member.assigned().filter(({ topic }) => topic === topics.events.name).length === topics.events.partitions;
  const timer = setInterval(() => {
    if (!claims.isComplete || !isAlone()) catchUp();
  }, foreign_ms);
  return {
    isJoined: () => member.isJoined(),
    assigned: () => member.assigned(),
    stop: () => {
      clearInterval(timer);
      return member.stop();
    },
  };
};

const storing = (
  topic: string,
  parts: EventParts & FactParts,
  { log }: Pick<CarrySettings, 'log'>,
): CarrySettings['store'] => {
  const batch = new EventBatch();
  return async (work: BatchWork) => {
    const took = parts.metrics.batch.startTimer({ topic });
    if (topic === topics.events.name) await storeEvents(work, batch, parts);
    else await storeFacts(work, parts);
    const seconds = took();
    parts.metrics.messages.observe({ topic }, work.chunk.messages.length);
    log.debug(
      { topic, partition: work.partition, from: work.chunk.from, to: work.chunk.to, seconds },
      'batch stored',
    );
  };
};
