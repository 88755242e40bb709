// Telling people, started: what reads the facts of a partition that is ours, and a loop for each channel. It can lag, fail and try again without holding up what is derived.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import type { AssignedPartition } from '@revloop/infra/kafka/assigned-partition.ts';
import type { KafkaSettings } from '@revloop/infra/kafka/client.ts';
import { Producer } from '@revloop/infra/kafka/producer.ts';
import type { Codec } from '@revloop/infra/registry/codec.ts';
import { retry } from '@revloop/infra/runtime/retry.ts';
import type { Registry } from 'prom-client';
import { actionLinks } from './action-links.ts';
import { startAudit } from './audit-untold.ts';
import { ChannelLoop } from './channel-loop.ts';
import { createChannel } from './channels/create-channel.ts';
import { guardedFetch } from './channels/guarded-fetch.ts';
import type { AlertingConfig } from './config.ts';
import { messageOf, type Composing } from './core/compose-message.ts';
import type { Telling } from './core/directory-file.ts';
import { Deliveries } from './core/telling/deliveries.ts';
import type { Delivery } from './core/telling/delivery.ts';
import type { ChannelHealth } from './core/telling/health.ts';
import type { AuditRules } from './core/telling/audit.ts';
import type { Message } from './core/channels/message.ts';
import type { Directory } from './core/telling/directory.ts';
import { lookBackMs } from './core/telling/look-back.ts';
import { startDirectoryWatch } from './directory-watch.ts';
import { Notifier } from './notify.ts';
import { Recall } from './recall.ts';
import { tellingMetrics } from './telling-metrics.ts';
import { FactWriter } from './write-facts.ts';

const minute_ms = 60_000;
/** How long telling may take before the audit calls it overdue: what waits for ClickHouse to know of it included. */
const grace_ms = 2 * minute_ms;

export interface NotifierSurroundings {
  readonly config: AlertingConfig;
  readonly kafka: KafkaSettings;
  readonly codec: Codec;
  readonly clickhouse: ClickHouse;
  readonly registry: Registry;
  /** What a breach puts at risk. */
  readonly riskOf: NonNullable<Composing['riskOf']>;
  /** The directory file has changed. */
  readonly onDirectory: (directory: Directory) => void;
  readonly onCrash: (error: unknown) => void;
}

export interface RunningNotifier {
  /** Tells what a partition's facts say, until it is lost. */
  readonly tell: (partition: AssignedPartition) => Promise<void>;
  readonly channel_ids: readonly string[];
  readonly health: (channel_id: string) => ChannelHealth;
  readonly stop: () => Promise<void>;
}

/** Starts telling people; undefined where there is no channel, which the log says. */
export const startNotifier = async (
  surroundings: NotifierSurroundings,
): Promise<RunningNotifier | undefined> => {
  const { config, kafka, codec, clickhouse, registry, riskOf, onDirectory, onCrash } = surroundings;
  const { telling, policies } = config;
  const { log } = kafka;
  const age_ms_max = config.alert_age_minutes * minute_ms;
  const retry_ms_max = config.alert_retry_days * 86_400_000;
  const channel_ids = telling.plans.map(({ channel_id }) => channel_id);
  if (channel_ids.length === 0) {
    log.warn(
      'neither REVLOOP_SLA_DIRECTORY nor REVLOOP_ALERT_WEBHOOK_URL is set: breaches are recorded, and nobody is told',
    );
    return undefined;
  }
  for (const plan of telling.plans)
    if (plan.kind === 'webhook' && plan.secrets.length === 0)
      log.warn({ channel: plan.channel_id }, 'a webhook without a secret: alerts are not signed');
  // As it stands in the directory file now.
  let current: Telling = telling;
  const { directory } = telling;
  const deliveries = new Deliveries({ directory, age_ms_max, retry_ms_max });
  const healthOf = (id: string): ChannelHealth => deliveries.health(id);
  const metrics = tellingMetrics(registry, () => ({
    health: new Map(channel_ids.map((id) => [id, healthOf(id)])),
    untold: deliveries.untold,
  }));
  // A producer of its own: facts that are derived do not wait for ten thousand that were told.
  const producer = new Producer(kafka);
  await retry('Kafka', () => producer.connect(), log);
  const writer = new FactWriter(producer, codec, log);
  const fetch = guardedFetch(telling.allowed_hosts);
  const { links } = config.acts;
  const compose = (delivery: Delivery, now: number): Message =>
    messageOf(delivery, current, policies, now, {
      riskOf,
      ...(links && { actionsOf: (fact) => actionLinks(fact, delivery, current.directory, links, now) }),
    });
  const channels = await Promise.all(telling.plans.map((plan) => createChannel(plan, fetch)));
  const loops = channels.map(
    (channel) =>
      new ChannelLoop({
        channel,
        deliveries,
        compose,
        writer,
        metrics,
        log,
        onCrash,
      }),
  );
  const wake = (): void => loops.forEach((loop) => loop.wake());
  const look_back_ms = (now: number): number =>
    lookBackMs(current.directory, { age_ms_max, retry_ms_max }, now);
  const recall = new Recall(clickhouse, log);
  const limits = { age_ms_max, look_back_ms };
  const notifier = new Notifier({ deliveries, codec, recall, writer, channel_ids, ...limits, wake, log });
  const since = notifier.since.bind(notifier);
  const rules = (): AuditRules => ({ directory: current.directory, age_ms_max, grace_ms, since });
  const stopAudit = startAudit({ clickhouse, rules, look_back_ms, metrics, log });
  const { path, read } = telling;
  const onChange = (changed: Telling): void => {
    current = changed;
    onDirectory(changed.directory);
    deliveries.setDirectory(changed.directory, Date.now());
    wake();
  };
  const stopWatch =
    path === undefined ? undefined : startDirectoryWatch({ path, telling, read, onChange, registry, log });
  return {
    tell: notifier.read.bind(notifier),
    channel_ids,
    health: healthOf,
    stop: async () => {
      stopWatch?.();
      stopAudit();
      await Promise.all(loops.map((loop) => loop.stop()));
      await producer.close();
    },
  };
};
