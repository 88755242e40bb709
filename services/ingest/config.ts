// Settings of ingest.
import { kafkaSettings } from '@revloop/infra/kafka/settings.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { SettingsReader, type Environment } from '@revloop/infra/runtime/config.ts';
import { parseWriteKeys } from './write-keys.ts';

/** Reads REVLOOP_*; throws one error that lists every fault. */
export const readConfig = (env: Environment) => {
  const settings = new SettingsReader(env);
  const keys = parseWriteKeys(settings.text('REVLOOP_WRITE_KEYS'));
  for (const fault of keys.faults) settings.fault(`REVLOOP_WRITE_KEYS: ${fault}`);
  return settings.done({
    host: settings.text('REVLOOP_HOST', '127.0.0.1'),
    port: settings.port('REVLOOP_INGEST_PORT', 8080),
    kafka: kafkaSettings(settings, env),
    registry: registrySettings(settings, env),
    writeKeys: keys.sourceByHash,
    body_bytes_max: settings.integer('REVLOOP_INGEST_BODY_BYTES_MAX', 5_000_000, {
      min: 1_000,
      max: 100_000_000,
    }),
    events_max: settings.integer('REVLOOP_INGEST_EVENTS_MAX', 10_000, { min: 1, max: 100_000 }),
    requests_per_second_max: settings.integer('REVLOOP_INGEST_REQUESTS_PER_SECOND_MAX', 50_000, {
      min: 1,
      max: 1_000_000,
    }),
    connections_max: settings.integer('REVLOOP_INGEST_CONNECTIONS_MAX', 10_000, { min: 1, max: 1_000_000 }),
    waiting_bytes_max: settings.integer('REVLOOP_INGEST_WAITING_BYTES_MAX', 64_000_000, {
      min: 1_000,
      max: 2_000_000_000,
    }),
  });
};

export type IngestConfig = ReturnType<typeof readConfig>;
