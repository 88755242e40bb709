// ingest: HTTP → funnel.events.
import { KafkaPing } from '@revloop/infra/kafka/ping.ts';
import { Producer } from '@revloop/infra/kafka/producer.ts';
import { Codec } from '@revloop/infra/registry/codec.ts';
import { Lifecycle } from '@revloop/infra/runtime/lifecycle.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { addProbes, createMetrics } from '@revloop/infra/runtime/probes.ts';
import { retry } from '@revloop/infra/runtime/retry.ts';
import { runMain } from '@revloop/infra/runtime/run-main.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { readConfig } from './config.ts';
import { ingestMetrics } from './metrics.ts';
import { Publisher } from './publish.ts';
import { buildServer } from './server.ts';

const log = createLog('ingest');

await runMain(log, async () => {
  const config = readConfig(process.env);
  const lifecycle = new Lifecycle(log);
  const kafka = {
    ...config.kafka,
    clientId: 'revloop-ingest',
    log,
    request_ms_max: 5_000,
    retries_max: 3,
  };
  const metricsRegistry = createMetrics('ingest');

  const codec = new Codec(config.registry);
  await retry('schema registry', () => codec.ready(), log);

  const producer = new Producer(kafka);
  await retry('Kafka', () => producer.connect(), log);
  lifecycle.onStop('producer', () => producer.close());
  const publisher = new Publisher(producer, topics.events.name, config.waiting_bytes_max);
  const ping = new KafkaPing(kafka);
  lifecycle.onStop('ping', () => ping.close());

  const app = await buildServer({
    config,
    codec,
    publisher,
    metrics: ingestMetrics(metricsRegistry, () => publisher.waitingBytes),
    log,
  });
  addProbes(app, metricsRegistry, { kafka: () => ping.ping() });
  await app.listen({ host: config.host, port: config.port });
  // Requests under way are answered before the producer closes.
  lifecycle.onStop('server', () => app.close());
  log.info({ port: config.port, sources: [...new Set(config.writeKeys.values())] }, 'ingest listens');
});
