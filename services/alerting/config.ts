// Settings of alerting, its files included: every fault of all is told at once.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { clickHouseSettings } from '@revloop/infra/clickhouse/settings.ts';
import { kafkaSettings } from '@revloop/infra/kafka/settings.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { SettingsReader, type Environment } from '@revloop/infra/runtime/config.ts';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { actSettings } from './act-settings.ts';
import type { Policies } from './core/policy.ts';
import { readPolicyFile } from './core/policy-file.ts';
import { readBeside } from './read-beside.ts';
import { tellingSettings } from './telling-settings.ts';

const shipped = fileURLToPath(new URL('./policies.yaml', import.meta.url));

const readPolicies = (settings: SettingsReader): Policies => {
  const path = settings.text('REVLOOP_SLA_POLICIES', shipped);
  const none = { policies: [], property_names: new Set<string>(), calendar_names: new Set<string>() };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    settings.fault(`REVLOOP_SLA_POLICIES: ${reasonOf(error)}`);
    return none;
  }
  const file = readPolicyFile(text, readBeside(path));
  if (file.ok) return file.policies;
  for (const fault of file.faults) settings.fault(`${path}, ${fault}`);
  return none;
};

/** Reads REVLOOP_*, the policy file and the directory file; throws one error that lists every fault. */
export const readConfig = (env: Environment) => {
  const settings = new SettingsReader(env);
  const policies = readPolicies(settings);
  return settings.done({
    host: settings.text('REVLOOP_HOST', '127.0.0.1'),
    port: settings.port('REVLOOP_ALERTING_PORT', 8082),
    kafka: kafkaSettings(settings, env),
    registry: registrySettings(settings, env),
    clickhouse: clickHouseSettings(settings, 'alerting'),
    /** Consumer group, and the prefix of the notifier's: another one makes a second alerting beside the first, with other policies. */
    group: settings.text('REVLOOP_ALERTING_GROUP', 'revloop-alerting'),
    policies,
    history_days: settings.integer('REVLOOP_SLA_HISTORY_DAYS', 400, { min: 1, max: 36_500 }),
    settle_ms: settings.integer('REVLOOP_SLA_SETTLE_MS', 2_000, { min: 0, max: 600_000 }),
    telling: tellingSettings(settings, env, policies),
    acts: actSettings(settings),
    alert_age_minutes: settings.integer('REVLOOP_ALERT_AGE_MINUTES', 60, { min: 1, max: 525_600 }),
    alert_retry_days: settings.integer('REVLOOP_ALERT_RETRY_DAYS', 3, { min: 1, max: 28 }),
  });
};

export type AlertingConfig = ReturnType<typeof readConfig>;
