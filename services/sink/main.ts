// sink: funnel.events and funnel.sla → ClickHouse.
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { startConsumer } from '@revloop/infra/kafka/consumer.ts';
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
import { sinkMetrics } from './metrics.ts';
import { sinkEvents } from './sink-events.ts';
import { sinkSlaFacts } from './sink-sla-facts.ts';
import { createStore } from './store.ts';

const log = createLog('sink');

await runMain(log, async () => {
  const config = readConfig(process.env);
  const lifecycle = new Lifecycle(log);
  const kafka = { brokers: config.brokers, clientId: 'revloop-sink', log };
  const registry = createMetrics('sink');
  const metrics = sinkMetrics(registry);

  const clickhouse = connectClickHouse(config.clickhouse);
  lifecycle.onStop('clickhouse', () => clickhouse.close());
  const codec = new Codec(config.registry);
  await retry('schema registry', () => codec.ready(), log);
  const producer = new Producer(kafka);
  await retry('Kafka', () => producer.connect(), log);
  lifecycle.onStop('producer', () => producer.close());

  const parts = { codec, producer, store: createStore(clickhouse), metrics };
  const consumer = await retry(
    'consumer group',
    () =>
      startConsumer({
        ...kafka,
        groupId: 'revloop-sink',
        // One batch at a time: two contents of one event in two partitions are then never looked up at the same instant.
        partitions_at_once: 1,
        topics: [topics.events.name, topics.sla.name],
        onBatch: (batch) =>
          retry(
            'batch',
            () => (batch.topic === topics.sla.name ? sinkSlaFacts(batch, parts) : sinkEvents(batch, parts)),
            log,
            { onRetry: () => metrics.retries.inc() },
          ),
        onCrash: (error) => lifecycle.crash(error),
      }),
    log,
  );
  lifecycle.onStop('consumer', () => consumer.stop());

  const app = Fastify();
  addProbes(app, registry, {
    clickhouse: () => clickhouse.ping(),
    consumer: () => {
      if (!consumer.isJoined()) throw new Error('not in the consumer group');
    },
  });
  await app.listen({ host: config.host, port: config.port });
  lifecycle.onStop('server', () => app.close());
  log.info({ port: config.port }, 'sink runs');
});
