// Settings of the sink.
import { clickHouseSettings } from '@revloop/infra/clickhouse/settings.ts';
import { defaultBrokers } from '@revloop/infra/kafka/client.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { SettingsReader, type Environment } from '@revloop/infra/runtime/config.ts';

/** Reads REVLOOP_*; throws one error that lists every fault. */
export const readConfig = (env: Environment) => {
  const settings = new SettingsReader(env);
  return settings.done({
    host: settings.text('REVLOOP_HOST', '127.0.0.1'),
    port: settings.port('REVLOOP_SINK_PORT', 8084),
    brokers: settings.list('REVLOOP_KAFKA_BROKERS', defaultBrokers),
    registry: registrySettings(settings, env),
    clickhouse: clickHouseSettings(settings, 'sink'),
  });
};
