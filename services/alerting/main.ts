// alerting: funnel.events and time → SLA facts in funnel.sla, outcomes in funnel.handoff-outcomes, and people told.
import { setInterval as every } from 'node:timers';
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { startConsumer, type Consumer } from '@revloop/infra/kafka/consumer.ts';
import { Producer } from '@revloop/infra/kafka/producer.ts';
import { Codec } from '@revloop/infra/registry/codec.ts';
import { Lifecycle } from '@revloop/infra/runtime/lifecycle.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { addProbes, createMetrics } from '@revloop/infra/runtime/probes.ts';
import { retry } from '@revloop/infra/runtime/retry.ts';
import { runMain } from '@revloop/infra/runtime/run-main.ts';
import { topics } from '@revloop/schemas/topics.ts';
import Fastify from 'fastify';
import { readConfig } from './config.ts';
import { Watch } from './core/watch.ts';
import { startDue } from './due.ts';
import { Emitter } from './emit.ts';
import { Intake } from './intake.ts';
import { alertingMetrics } from './metrics.ts';
import { Notifier } from './notify.ts';
import { Stored } from './stored.ts';
import { createWebhook } from './webhook.ts';

const day_ms = 86_400_000;
const hour_ms = 3_600_000;
const log = createLog('alerting');

await runMain(log, async () => {
  const config = readConfig(process.env);
  const { policies, settle_ms } = config;
  const lifecycle = new Lifecycle(log);
  const onCrash = (error: unknown): void => lifecycle.crash(error);
  const kafka = { brokers: config.brokers, clientId: 'revloop-alerting', log };
  const watch = new Watch({ policies, settle_ms });
  const registry = createMetrics('alerting');
  const metrics = alertingMetrics(registry, () => ({
    ...watch.counts,
    accounts: watch.histories.accountCount,
    late_ms: Math.max(0, Date.now() - (watch.due.next_ms ?? Infinity)),
  }));

  const codec = new Codec(config.registry);
  await retry('schema registry', () => codec.ready(), log);
  const producer = new Producer(kafka);
  await retry('Kafka', () => producer.connect(), log);
  lifecycle.onStop('producer', () => producer.close());
  const clickhouse = connectClickHouse({ ...config.clickhouse, request_ms_max: 5_000 });
  lifecycle.onStop('clickhouse', () => clickhouse.close());

  // State: first where each topic is read on from, then what is stored. What lies between is read twice and known twice.
  const loading = connectClickHouse({ ...config.clickhouse, request_ms_max: 300_000 });
  const atStart = new Stored(loading, policies.property_names);
  const starts = await retry(
    'ClickHouse',
    async () =>
      new Map([
        [topics.events.name as string, await atStart.nextOffsets(topics.events)],
        [topics.sla.name as string, await atStart.nextOffsets(topics.sla)],
      ]),
    log,
  );
  const loaded_at = Date.now();
  const horizon_ms = (): number => Date.now() - config.history_days * day_ms;
  const keys = await retry('state', () => atStart.loadInto(watch, horizon_ms(), Date.now()), log);
  await loading.close();
  log.info({ accounts: keys.length, load_ms: Date.now() - loaded_at }, 'state is loaded');
  // All is judged once, after the topics had a moment to tell what ClickHouse does not know yet.
  for (const key of keys) watch.due.set(key, Date.now() + settle_ms);

  const emitter = new Emitter(producer, codec, metrics, log);
  const stored = new Stored(clickhouse, policies.property_names);
  const { property_names } = policies;
  const intake = new Intake({ watch, stored, emitter, codec, property_names, metrics, log });
  const consumers: Consumer[] = [];
  consumers.push(
    await retry(
      'consumer group',
      () =>
        startConsumer({
          ...kafka,
          groupId: 'revloop-alerting',
          topics: [topics.events.name, topics.sla.name],
          fromOffsets: (topic) => Promise.resolve(starts.get(topic)),
          onBatch: (batch) => retry('batch', () => intake.take(batch), log),
          onCrash,
        }),
      log,
    ),
  );
  lifecycle.onStop('consumer', () => consumers[0]?.stop());
  lifecycle.onStop('due', startDue({ watch, emitter, log, onCrash }));
  const upkeep = [
    every(() => void intake.settleDebts().catch(onCrash), 5_000),
    every(() => watch.forget(horizon_ms(), Date.now() - hour_ms), hour_ms),
  ];
  lifecycle.onStop('upkeep', () => upkeep.forEach((timer) => clearInterval(timer)));

  if (config.webhook) {
    const webhook = createWebhook(config.webhook, metrics, log);
    const age_ms_max = config.alert_age_minutes * 60_000;
    const notifier = new Notifier({
      webhook,
      producer,
      codec,
      clickhouse,
      policies,
      age_ms_max,
      metrics,
      log,
    });
    const consumer = await retry(
      'notifier group',
      () =>
        startConsumer({
          ...kafka,
          groupId: 'revloop-alerting-notifier',
          topics: [topics.sla.name],
          onBatch: (batch) => notifier.take(batch),
          onCrash,
        }),
      log,
    );
    consumers.push(consumer);
    lifecycle.onStop('notifier', () => {
      notifier.stop();
      return consumer.stop();
    });
    if (!config.webhook.secret) log.warn('REVLOOP_ALERT_WEBHOOK_SECRET is not set: alerts are not signed');
  } else log.warn('REVLOOP_ALERT_WEBHOOK_URL is not set: breaches are recorded, and nobody is told');

  const app = Fastify();
  addProbes(app, registry, {
    clickhouse: () => clickhouse.ping(),
    consumers: () => {
      if (!consumers.every((consumer) => consumer.isJoined())) throw new Error('not in the consumer group');
    },
  });
  await app.listen({ host: config.host, port: config.port });
  lifecycle.onStop('server', () => app.close());
  log.info(
    { port: config.port, policies: policies.policies.map(({ policy_id }) => policy_id) },
    'alerting runs',
  );
});
