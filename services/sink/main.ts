// sink: funnel.events and funnel.sla → ClickHouse, each message exactly once in effect.
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { Producer } from '@revloop/infra/kafka/producer.ts';
import { TopicEnds } from '@revloop/infra/kafka/topic-ends.ts';
import { Codec } from '@revloop/infra/registry/codec.ts';
import { Lifecycle } from '@revloop/infra/runtime/lifecycle.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { addProbes, createMetrics } from '@revloop/infra/runtime/probes.ts';
import { retry } from '@revloop/infra/runtime/retry.ts';
import { runMain } from '@revloop/infra/runtime/run-main.ts';
import { topics } from '@revloop/schemas/topics.ts';
import Fastify from 'fastify';
import { Auditor } from './auditor.ts';
import { Claims } from './claims.ts';
import { readConfig } from './config.ts';
import { Erasures } from './erasures.ts';
import { healthChecks } from './health.ts';
import { InFlight } from './in-flight.ts';
import { sinkMetrics } from './metrics.ts';
import { Progress } from './progress.ts';
import { Readers } from './readers.ts';
import { startCarrying } from './start-carrying.ts';
import { checkWindows } from './windows.ts';

const log = createLog('sink');

await runMain(log, async () => {
  const config = readConfig(process.env);
  const lifecycle = new Lifecycle(log);
  const kafka = { ...config.kafka, clientId: 'revloop-sink', log };
  const registry = createMetrics('sink');
  const metrics = sinkMetrics(registry);
  const progress = new Progress();

  const clickhouse = connectClickHouse(config.clickhouse);
  lifecycle.onStop('clickhouse', () => clickhouse.close());
  const erasures = new Erasures(clickhouse, log);
  await retry('ClickHouse', () => checkWindows(clickhouse), log);
  await retry('erasures', () => erasures.start(), log);
  lifecycle.onStop('erasures', () => erasures.stop());
  const codec = new Codec(config.registry);
  await retry('schema registry', () => codec.ready(), log);
  const producer = new Producer(kafka);
  await retry('Kafka', () => producer.connect(), log);
  lifecycle.onStop('producer', () => producer.close());

  const claims = new Claims(clickhouse, topics.events.name, config.filter_bytes);
  const parts = {
    clickhouse,
    producer,
    codec,
    metrics,
    claims,
    erasures,
    readers: new Readers(codec),
    inFlight: new InFlight(),
  };
  const onCrash = (error: unknown): void => lifecycle.crash(error);
  const member = await retry(
    'consumer group',
    () => startCarrying({ config, kafka, parts, progress, onCrash }),
    log,
  );
  // The batches under way are finished; what was read beyond them is read again by whoever comes next.
  lifecycle.onStop('consumer', () => member.stop());

  const ends = new TopicEnds(kafka);
  lifecycle.onStop('ends', () => ends.close());
  const audited = [topics.events.name, topics.sla.name];
  const auditor = new Auditor({
    clickhouse,
    ends,
    topics: audited,
    progress,
    registry,
    log,
    days: config.audit_days,
  });
  auditor.start();
  lifecycle.onStop('auditor', () => auditor.stop());

  const app = Fastify();
  addProbes(app, registry, healthChecks(clickhouse, member, progress, config.stuck_ms_max), {
    audit: () => auditor.finding,
  });
  app.get('/audit', () => auditor.audit());
  await app.listen({ host: config.host, port: config.port });
  lifecycle.onStop('server', () => app.close());
  log.info({ port: config.port }, 'sink runs');
});
