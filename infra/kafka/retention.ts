// How long topics keep messages: the settings, what a topic's configuration should be, and what the broker says it is.
import { topics, type Topic } from '@revloop/schemas/topics.ts';
import type { Admin, ConfigResourceTypes } from 'kafkajs';
import { reasonOf, SurroundingsError } from '../runtime/errors.ts';
import type { SettingsReader } from '../runtime/config.ts';
import { createKafka, type KafkaSettings } from './client.ts';

/** Days, by `retention` of a topic. */
export type TopicRetention = Readonly<Record<Topic['retention'], number>>;

/** Kafka's number for a topic; kafkajs' names for it cannot be imported by name. */
export const topicResource: ConfigResourceTypes.TOPIC = 2;

const ms_per_day = 86_400_000;
const days = { min: 1, max: 36_500 };

/** Reads REVLOOP_KAFKA_EVENTS_RETENTION_DAYS and REVLOOP_KAFKA_DEAD_LETTERS_RETENTION_DAYS. */
export const topicRetentionSettings = (settings: SettingsReader): TopicRetention => ({
  events: settings.integer('REVLOOP_KAFKA_EVENTS_RETENTION_DAYS', 30, days),
  dead_letters: settings.integer('REVLOOP_KAFKA_DEAD_LETTERS_RETENTION_DAYS', 90, days),
});

/** The configuration a topic should have: its own, and how long it keeps messages. */
export const configOf = (topic: Topic, retention: TopicRetention): Readonly<Record<string, string>> => ({
  ...topic.config,
  'retention.ms': String(retention[topic.retention] * ms_per_day),
});

export interface ConfigEntry {
  readonly configName: string;
  readonly configValue: string;
  /** 1: set on the topic itself; others come from the broker. */
  readonly configSource: number;
}

const setOnTopic = 1;

/**
 * The topic's whole configuration as it has to be written, or undefined where it already is as wanted. Kafka replaces everything that is set on
 * the topic: what somebody else has set there is kept.
 */
export const configChange = (
  standing: readonly ConfigEntry[],
  wanted: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined => {
  const own = Object.fromEntries(
    standing
      .filter(({ configSource }) => configSource === setOnTopic)
      .map(({ configName, configValue }) => [configName, configValue]),
  );
  const same = Object.entries(wanted).every(([name, value]) => own[name] === value);
  return same ? undefined : { ...own, ...wanted };
};

/** What the broker says about topics, by name. Rejects with kafkajs' errors. */
export const describeTopics = async (
  admin: Admin,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly ConfigEntry[]>> => {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: topicResource, name })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      configEntries as unknown as ConfigEntry[],
    ]),
  );
};

/** How long a topic keeps what was just written: until its segment is closed and its retention is over. Milliseconds; -1 stands for ever. */
export interface KeptFor {
  readonly topic: string;
  readonly retention_ms: number;
  readonly segment_ms: number;
}

/** Asks the broker how long each of our topics keeps messages. Rejects with `kafka_unavailable`, retriable. */
export const readRetention = async (settings: KafkaSettings): Promise<readonly KeptFor[]> => {
  const admin = createKafka({ ...settings, retries_max: 2 }).admin();
  try {
    await admin.connect();
    const existing = new Set(await admin.listTopics());
    const names = Object.values(topics)
      .map(({ name }) => name)
      .filter((name) => existing.has(name));
    const described = await describeTopics(admin, names);
    const valueOf = (topic: string, name: string): number =>
      Number(described.get(topic)?.find(({ configName }) => configName === name)?.configValue);
    return names.map((topic) => ({
      topic,
      retention_ms: valueOf(topic, 'retention.ms'),
      segment_ms: valueOf(topic, 'segment.ms'),
    }));
  } catch (error) {
    throw new SurroundingsError(
      'kafka_unavailable',
      `Kafka at ${settings.brokers.join(', ')} does not say how long it keeps messages: ${reasonOf(error)}`,
      { retriable: true, cause: error },
    );
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};
