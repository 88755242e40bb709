// Settings of the sink.
import { retentionSettings } from '@revloop/infra/clickhouse/retention.ts';
import { clickHouseSettings } from '@revloop/infra/clickhouse/settings.ts';
import { kafkaSettings } from '@revloop/infra/kafka/settings.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { SettingsReader, type Environment } from '@revloop/infra/runtime/config.ts';

const audit_days_max = 30;

/** Reads REVLOOP_*; throws one error that lists every fault. */
export const readConfig = (env: Environment) => {
  const settings = new SettingsReader(env);
  const { events_ttl_days, dead_letters_ttl_days, sla_facts_ttl_days } = retentionSettings(settings);
  const ttls = [events_ttl_days, dead_letters_ttl_days, sla_facts_ttl_days].filter((days) => days > 0);
  return settings.done({
    host: settings.text('REVLOOP_HOST', '127.0.0.1'),
    port: settings.port('REVLOOP_SINK_PORT', 8084),
    kafka: kafkaSettings(settings, env),
    registry: registrySettings(settings, env),
    clickhouse: { ...clickHouseSettings(settings, 'sink'), request_ms_max: 30_000 },
    batch_messages_max: settings.integer('REVLOOP_SINK_BATCH_MESSAGES_MAX', 50_000, {
      min: 1,
      max: 1_000_000,
    }),
    batch_bytes_max: settings.integer('REVLOOP_SINK_BATCH_BYTES_MAX', 32_000_000, {
      min: 100_000,
      max: 1_000_000_000,
    }),
    buffer_bytes_max: settings.integer('REVLOOP_SINK_BUFFER_BYTES_MAX', 128_000_000, {
      min: 1_000_000,
      max: 4_000_000_000,
    }),
    filter_bytes: settings.integer('REVLOOP_SINK_FILTER_BYTES', 32_000_000, {
      min: 1_000,
      max: 4_000_000_000,
    }),
    linger_ms: settings.integer('REVLOOP_SINK_LINGER_MS', 700, { min: 0, max: 60_000 }),
    session_ms_max: settings.integer('REVLOOP_SINK_SESSION_MS_MAX', 10_000, { min: 6_000, max: 300_000 }),
    stuck_ms_max: settings.integer('REVLOOP_SINK_STUCK_MS_MAX', 30_000, { min: 1_000, max: 3_600_000 }),
    /** Rows that may have reached their TTL are no longer audited. */
    audit_days: Math.max(1, Math.min(audit_days_max, ...ttls.map((days) => days - 1))),
  });
};

export type SinkConfig = ReturnType<typeof readConfig>;
