// Makes what schemas/topics.ts lists, and keeps how long messages stay as the settings say; run at every start, and by `docker compose`. Idempotent.
import { topics, type Topic } from '@revloop/schemas/topics.ts';
import type { Admin } from 'kafkajs';
import { SettingsReader } from '../runtime/config.ts';
import { reasonOf, SurroundingsError } from '../runtime/errors.ts';
import { createLog, type Logger } from '../runtime/log.ts';
import { retry } from '../runtime/retry.ts';
import { runMain } from '../runtime/run-main.ts';
import { createKafka } from './client.ts';
import {
  configChange,
  configOf,
  describeTopics,
  topicResource,
  topicRetentionSettings,
  type TopicRetention,
} from './retention.ts';
import { kafkaSettings, type KafkaConnection } from './settings.ts';

export interface TopicSettings {
  /** Replication of new topics. */
  readonly replication: number;
  readonly retention: TopicRetention;
}

/** Creates the topics that are missing and configures the others where they differ; their partitions are left as they are. */
export const createTopics = async (
  connection: KafkaConnection,
  settings: TopicSettings,
  log: Logger,
): Promise<void> => {
  const admin = createKafka({ ...connection, clientId: 'revloop-topics', log }).admin();
  await retry('topics', () => admin.connect(), log, { total_ms_max: 60_000 });
  try {
    const names = new Set(await admin.listTopics());
    const all: readonly Topic[] = Object.values(topics);
    const missing = all.filter(({ name }) => !names.has(name));
    if (missing.length > 0)
      await retry('new topics', () => create(admin, missing, settings), log, { total_ms_max: 60_000 });
    const existing = all.filter(({ name }) => names.has(name));
    const configured = await configure(admin, existing, settings.retention);
    log.info({ created: missing.map(({ name }) => name), configured }, 'topics are there');
  } finally {
    await admin.disconnect();
  }
};

/** A broker that is busy makes topics before it knows their leaders (seen at a load of 30): asked again, it finds them made. */
const create = async (admin: Admin, missing: readonly Topic[], settings: TopicSettings): Promise<void> => {
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((topic) => asRequest(topic, settings)),
    });
  } catch (error) {
    const { retriable } = error as { retriable?: boolean };
    if (retriable !== true) throw error;
    throw new SurroundingsError('kafka_unavailable', `topics not made: ${reasonOf(error)}`, {
      retriable: true,
      cause: error,
    });
  }
};

const entriesOf = (config: Readonly<Record<string, string>>): { name: string; value: string }[] =>
  Object.entries(config).map(([name, value]) => ({ name, value }));

const asRequest = (topic: Topic, { replication, retention }: TopicSettings) => ({
  topic: topic.name,
  numPartitions: topic.partitions,
  replicationFactor: replication,
  configEntries: entriesOf(configOf(topic, retention)),
});

/** Resolves to the names of the topics that had another configuration. */
const configure = async (
  admin: Admin,
  existing: readonly Topic[],
  retention: TopicRetention,
): Promise<readonly string[]> => {
  if (existing.length === 0) return [];
  const standing = await describeTopics(
    admin,
    existing.map(({ name }) => name),
  );
  const changes = existing.flatMap((topic) => {
    const config = configChange(standing.get(topic.name) ?? [], configOf(topic, retention));
    return config ? [{ name: topic.name, config }] : [];
  });
  if (changes.length > 0)
    await admin.alterConfigs({
      validateOnly: false,
      resources: changes.map(({ name, config }) => ({
        type: topicResource,
        name,
        configEntries: entriesOf(config),
      })),
    });
  return changes.map(({ name }) => name);
};

if (import.meta.main) {
  const log = createLog('topics');
  await runMain(log, () => {
    const settings = new SettingsReader(process.env);
    const { kafka, replication, retention } = settings.done({
      kafka: kafkaSettings(settings, process.env),
      replication: settings.integer('REVLOOP_KAFKA_REPLICATION', 1, { min: 1, max: 10 }),
      retention: topicRetentionSettings(settings),
    });
    return createTopics(kafka, { replication, retention }, log);
  });
}
