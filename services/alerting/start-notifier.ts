// The notifier's own consumer group: it can lag, fail and retry without holding up what is derived.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import type { KafkaSettings } from '@revloop/infra/kafka/client.ts';
import { startConsumer, type Consumer } from '@revloop/infra/kafka/consumer.ts';
import type { Producer } from '@revloop/infra/kafka/producer.ts';
import type { Codec } from '@revloop/infra/registry/codec.ts';
import { retry } from '@revloop/infra/runtime/retry.ts';
import { topics } from '@revloop/schemas/topics.ts';
import type { AlertingConfig } from './config.ts';
import type { AlertingMetrics } from './metrics.ts';
import { Notifier } from './notify.ts';
import { createWebhook } from './webhook.ts';

export interface NotifierSurroundings {
  readonly config: AlertingConfig;
  readonly kafka: KafkaSettings;
  readonly producer: Producer;
  readonly codec: Codec;
  readonly clickhouse: ClickHouse;
  readonly metrics: AlertingMetrics;
  readonly session_ms_max: number;
  readonly onCrash: (error: unknown) => void;
}

/** Starts telling people; none where no webhook is configured, which the log says. */
export const startNotifier = async ({
  config,
  kafka,
  session_ms_max,
  onCrash,
  ...parts
}: NotifierSurroundings): Promise<Consumer | undefined> => {
  const { log } = kafka;
  if (!config.webhook) {
    log.warn('REVLOOP_ALERT_WEBHOOK_URL is not set: breaches are recorded, and nobody is told');
    return undefined;
  }
  if (!config.webhook.secret) log.warn('REVLOOP_ALERT_WEBHOOK_SECRET is not set: alerts are not signed');
  const notifier = new Notifier({
    ...parts,
    log,
    policies: config.policies,
    webhook: createWebhook(config.webhook, parts.metrics, log),
    age_ms_max: config.alert_age_minutes * 60_000,
  });
  const settings = {
    ...kafka,
    groupId: `${config.group}-notifier`,
    topics: [topics.sla.name],
    session_ms_max,
    onBatch: notifier.take.bind(notifier),
    onCrash,
  };
  const consumer = await retry('notifier group', () => startConsumer(settings), log);
  return {
    isJoined: () => consumer.isJoined(),
    stop: () => {
      notifier.stop();
      return consumer.stop();
    },
  };
};
