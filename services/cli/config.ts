// Settings of the commands: where the services are, and the secrets, from the environment or the stack's secret files.
import { join } from 'node:path';
import type { ClickHouseSettings } from '@revloop/infra/clickhouse/client.ts';
import { clickHouseSettings } from '@revloop/infra/clickhouse/settings.ts';
import { kafkaSettings, type KafkaConnection } from '@revloop/infra/kafka/settings.ts';
import { homeOf, SettingsReader, type Environment } from '@revloop/infra/runtime/config.ts';

export interface IngestSettings {
  readonly url: string;
  readonly write_key: string;
}

/** Where events are sent. */
export const readIngestSettings = (env: Environment): IngestSettings => {
  const settings = new SettingsReader(env);
  return settings.done({
    url: settings.url('REVLOOP_INGEST_URL', serviceUrl(settings, 'INGEST', 8080)),
    write_key: settings.secret('REVLOOP_WRITE_KEY', 'write-key'),
  });
};

export interface AnalystSettings {
  readonly url: string;
  readonly database: string;
  readonly password: string;
}

export const readAnalystSettings = (env: Environment): AnalystSettings => {
  const settings = new SettingsReader(env);
  return settings.done({
    url: settings.url('REVLOOP_CLICKHOUSE_URL', serviceUrl(settings, 'CLICKHOUSE', 8123)),
    database: settings.text('REVLOOP_CLICKHOUSE_DATABASE', 'revloop'),
    password: settings.secret('REVLOOP_ANALYST_PASSWORD', 'analyst-password'),
  });
};

/** ClickHouse as the services' own user, who may change tables. */
export const readOwnerSettings = (env: Environment, application: string): ClickHouseSettings => {
  const settings = new SettingsReader(env);
  return settings.done({
    ...clickHouseSettings(settings, application),
    url: settings.url('REVLOOP_CLICKHOUSE_URL', serviceUrl(settings, 'CLICKHOUSE', 8123)),
  });
};

export const readKafkaSettings = (env: Environment): KafkaConnection => {
  const settings = new SettingsReader(env);
  const byDefault = `${hostOf(settings)}:${settings.port('REVLOOP_KAFKA_PORT', 9092)}`;
  return settings.done({
    ...kafkaSettings(settings, env),
    brokers: settings.list('REVLOOP_KAFKA_BROKERS', byDefault),
  });
};

/** Where the sink answers. */
export const readSinkUrl = (env: Environment): string => {
  const settings = new SettingsReader(env);
  return settings.done({ url: serviceUrl(settings, 'SINK', 8084) }).url;
};

export interface StatusSettings {
  /** Name → base URL of each service, in the order of the flow. */
  readonly services: Readonly<Record<string, string>>;
  readonly kafka: string;
  readonly registry: string;
  readonly clickhouse: string;
}

export const readStatusSettings = (env: Environment): StatusSettings => {
  const settings = new SettingsReader(env);
  const kafkaPort = settings.port('REVLOOP_KAFKA_PORT', 9092);
  const registry = settings.url('REVLOOP_REGISTRY_URL', serviceUrl(settings, 'REGISTRY', 8081));
  return settings.done({
    services: {
      ingest: settings.url('REVLOOP_INGEST_URL', serviceUrl(settings, 'INGEST', 8080)),
      sink: serviceUrl(settings, 'SINK', 8084),
      attribution: serviceUrl(settings, 'ATTRIBUTION', 8083),
      alerting: serviceUrl(settings, 'ALERTING', 8082),
      console: serviceUrl(settings, 'CONSOLE', 8090),
    },
    kafka: settings.list('REVLOOP_KAFKA_BROKERS', `${hostOf(settings)}:${kafkaPort}`)[0] ?? '',
    registry: registry + settings.text('REVLOOP_REGISTRY_PATH', '/apis/ccompat/v7'),
    clickhouse: settings.url('REVLOOP_CLICKHOUSE_URL', serviceUrl(settings, 'CLICKHOUSE', 8123)),
  });
};

const hostOf = (settings: SettingsReader): string => settings.text('REVLOOP_HOST', '127.0.0.1');

const serviceUrl = (settings: SettingsReader, name: string, port: number): string =>
  `http://${hostOf(settings)}:${settings.port(`REVLOOP_${name}_PORT`, port)}`;

/** Where unfinished imports remember how far they came. */
export const importsFolder = (env: Environment): string => join(homeOf(env), 'imports');

/** Which demos were sent, so that sent again they are the same. */
export const demosFile = (env: Environment): string => join(homeOf(env), 'demos.json');
