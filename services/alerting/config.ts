// Settings of alerting, the policy file included: every fault of both is told at once.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { clickHouseSettings } from '@revloop/infra/clickhouse/settings.ts';
import { kafkaSettings } from '@revloop/infra/kafka/settings.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { SettingsReader, type Environment } from '@revloop/infra/runtime/config.ts';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import type { Policies } from './core/policy.ts';
import { readPolicyFile } from './core/policy-file.ts';
import { readBeside } from './read-beside.ts';

const shipped = fileURLToPath(new URL('./policies.yaml', import.meta.url));

const readPolicies = (settings: SettingsReader): Policies => {
  const path = settings.text('REVLOOP_SLA_POLICIES', shipped);
  const none = { policies: [], property_names: new Set<string>() };
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

/** Where alerts go; none where nobody is to be told. */
export interface WebhookSettings {
  readonly url: string;
  /** `whsec_` and base64, or any text; '' sends without a signature. */
  readonly secret: string;
}

const readWebhook = (settings: SettingsReader): WebhookSettings | undefined => {
  const url = settings.text('REVLOOP_ALERT_WEBHOOK_URL', 'none');
  const secret = settings.text('REVLOOP_ALERT_WEBHOOK_SECRET', 'none');
  if (url === 'none') return undefined;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    settings.fault(`REVLOOP_ALERT_WEBHOOK_URL must be an http or https URL, not "${url}"`);
  return { url, secret: secret === 'none' ? '' : secret };
};

/** Reads REVLOOP_* and the policy file; throws one error that lists every fault. */
export const readConfig = (env: Environment) => {
  const settings = new SettingsReader(env);
  return settings.done({
    host: settings.text('REVLOOP_HOST', '127.0.0.1'),
    port: settings.port('REVLOOP_ALERTING_PORT', 8082),
    kafka: kafkaSettings(settings, env),
    registry: registrySettings(settings, env),
    clickhouse: clickHouseSettings(settings, 'alerting'),
    /** Consumer group, and the prefix of the notifier's: another one makes a second alerting beside the first, with other policies. */
    group: settings.text('REVLOOP_ALERTING_GROUP', 'revloop-alerting'),
    policies: readPolicies(settings),
    history_days: settings.integer('REVLOOP_SLA_HISTORY_DAYS', 400, { min: 1, max: 36_500 }),
    settle_ms: settings.integer('REVLOOP_SLA_SETTLE_MS', 2_000, { min: 0, max: 600_000 }),
    webhook: readWebhook(settings),
    alert_age_minutes: settings.integer('REVLOOP_ALERT_AGE_MINUTES', 60, { min: 1, max: 525_600 }),
  });
};

export type AlertingConfig = ReturnType<typeof readConfig>;
