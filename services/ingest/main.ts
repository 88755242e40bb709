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
import { ByteBudget } from './byte-budget.ts';
import { readConfig } from './config.ts';
import { closeWithin } from './drain.ts';
import { ingestMetrics } from './metrics.ts';
import { Publisher } from './publish.ts';
import { buildServer } from './server.ts';

const log = createLog('ingest');

await runMain(log, async () => {
  const config = readConfig(process.env);
  const lifecycle = new Lifecycle(log);
  const kafka = { ...config.kafka, clientId: 'revloop-ingest', log, request_ms_max: 5_000, retries_max: 3 };
  const registry = createMetrics('ingest');
  const budget = new ByteBudget(config.waiting_bytes_max);
  const metrics = ingestMetrics(registry, budget);

  const codec = new Codec(config.registry);
  await retry('schema registry', () => codec.ready(), log);

  // Two: while one waits for Kafka, the other is filled.
  const producers = [new Producer(kafka), new Producer(kafka)];
  await retry('Kafka', () => Promise.all(producers.map((producer) => producer.connect())), log);
  lifecycle.onStop('producers', async () => void (await Promise.all(producers.map((one) => one.close()))));
  const publisher = new Publisher(producers, topics.events.name, budget, metrics);
  const ping = new KafkaPing(kafka);
  lifecycle.onStop('ping', () => ping.close());

  const isStopping = (): boolean => lifecycle.stopping;
  const app = await buildServer({ config, codec, publisher, budget, metrics, log, isStopping });
  addProbes(app, registry, {
    kafka: () => ping.ping(),
    running: () => {
      if (isStopping()) throw new Error('stopping');
    },
  });
  await app.listen({ host: config.host, port: config.port });
  // Requests under way are answered before the producers close.
  lifecycle.onStop('server', () => closeWithin(app));
  log.info({ port: config.port, sources: [...new Set(config.writeKeys.values())] }, 'ingest listens');
});
