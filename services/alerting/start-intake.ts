// State at start: what ClickHouse has stored, then both topics read on from exactly there.
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import type { KafkaSettings } from '@revloop/infra/kafka/client.ts';
import { startConsumer, type Consumer } from '@revloop/infra/kafka/consumer.ts';
import { clearReaderGroups, newReaderGroup } from '@revloop/infra/kafka/reader-groups.ts';
import { retry } from '@revloop/infra/runtime/retry.ts';
import { topics } from '@revloop/schemas/topics.ts';
import type { AlertingConfig } from './config.ts';
import type { Watch } from './core/watch.ts';
import type { Intake } from './intake.ts';
import { Stored, type Positions } from './stored.ts';

/** Between two small fetches: what trickles in is read some fifty times a second at most. */
const fetch_pause_ms = 20;
/** The broker answers at once where there is something; where there is nothing, it is asked twice a second. */
const fetch_wait_ms_max = 500;
/** Loading may read millions of rows; what is asked for later is small. */
const load_ms_max = 300_000;

/**
 * Fills the watch. Positions are read first: what is stored meanwhile is then read twice, and known twice. All accounts are
 * judged once, `settle_ms` later, when the topics have had a moment to tell what ClickHouse does not know yet.
 */
export const loadState = async (
  { clickhouse, policies, history_days, settle_ms }: AlertingConfig,
  watch: Watch,
  { log }: Pick<KafkaSettings, 'log'>,
): Promise<Positions> => {
  const started_at = Date.now();
  const connection = connectClickHouse({ ...clickhouse, request_ms_max: load_ms_max });
  const stored = new Stored(connection, policies.property_names);
  const [events, facts] = await retry(
    'ClickHouse',
    () => Promise.all([stored.nextOffsets(topics.events), stored.nextOffsets(topics.sla)]),
    log,
  );
  const from_ms = started_at - history_days * 86_400_000;
  const keys = await retry('state', () => stored.loadInto(watch, from_ms, Date.now()), log);
  await connection.close();
  for (const key of keys) watch.due.set(key, Date.now() + settle_ms);
  log.info({ accounts: keys.length, load_ms: Date.now() - started_at }, 'state is loaded');
  return new Map([
    [topics.events.name, events],
    [topics.sla.name, facts],
  ]);
};

/** Reads all of both topics from `positions` on, in a group of its own: every instance knows every account. Resolves when it reads. */
export const startIntake = async (
  intake: Intake,
  positions: Positions,
  settings: KafkaSettings &
    Pick<Parameters<typeof startConsumer>[0], 'session_ms_max' | 'onCrash'> & { readonly group: string },
): Promise<Consumer> => {
  const groupId = newReaderGroup(settings.group);
  const consumer = await retry(
    'consumer group',
    () =>
      startConsumer({
        ...settings,
        groupId,
        fetch_pause_ms,
        fetch_wait_ms_max,
        topics: [topics.events.name, topics.sla.name],
        fromOffsets: (topic) => Promise.resolve(positions.get(topic)),
        onBatch: (batch) => retry('batch', () => intake.take(batch), settings.log),
      }),
    settings.log,
  );
  await clearReaderGroups(settings.group, settings);
  return {
    isJoined: () => consumer.isJoined(),
    stop: async () => {
      await consumer.stop();
      await clearReaderGroups(settings.group, settings);
    },
  };
};
