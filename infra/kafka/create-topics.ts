// Makes what schemas/topics.ts lists; run at every start, and by `docker compose`. Idempotent.
import { topics, type Topic } from '@revloop/schemas/topics.ts';
import { SettingsReader } from '../runtime/config.ts';
import { createLog, type Logger } from '../runtime/log.ts';
import { retry } from '../runtime/retry.ts';
import { runMain } from '../runtime/run-main.ts';
import { createKafka, defaultBrokers } from './client.ts';

/** Creates the topics that are missing; partitions of existing ones are left as they are. Replication from REVLOOP_KAFKA_REPLICATION. */
export const createTopics = async (
  brokers: readonly string[],
  replication: number,
  log: Logger,
): Promise<void> => {
  const admin = createKafka({ brokers, clientId: 'revloop-topics', log }).admin();
  await retry('topics', () => admin.connect(), log, { total_ms_max: 60_000 });
  try {
    const existing = new Set(await admin.listTopics());
    const missing: readonly Topic[] = Object.values(topics).filter(({ name }) => !existing.has(name));
    if (missing.length > 0)
      await admin.createTopics({
        waitForLeaders: true,
        topics: missing.map((topic) => asRequest(topic, replication)),
      });
    log.info({ created: missing.map(({ name }) => name) }, 'topics are there');
  } finally {
    await admin.disconnect();
  }
};

const asRequest = ({ name, partitions, config }: Topic, replication: number) => ({
  topic: name,
  numPartitions: partitions,
  replicationFactor: replication,
  configEntries: Object.entries(config).map(([entry, value]) => ({ name: entry, value })),
});

if (import.meta.main) {
  const log = createLog('topics');
  await runMain(log, () => {
    const settings = new SettingsReader(process.env);
    const { brokers, replication } = settings.done({
      brokers: settings.list('REVLOOP_KAFKA_BROKERS', defaultBrokers),
      replication: settings.integer('REVLOOP_KAFKA_REPLICATION', 1, { min: 1, max: 10 }),
    });
    return createTopics(brokers, replication, log);
  });
}
