// attribution: keeps attribution_credits up to date with what the sink stores.
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { Lifecycle } from '@revloop/infra/runtime/lifecycle.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { addProbes, createMetrics } from '@revloop/infra/runtime/probes.ts';
import { runMain } from '@revloop/infra/runtime/run-main.ts';
import { topics } from '@revloop/schemas/topics.ts';
import Fastify from 'fastify';
import { readConfig } from './config.ts';
import { createCredits } from './credits.ts';
import { Keeper } from './keeper.ts';
import { attributionMetrics } from './metrics.ts';

const log = createLog('attribution');

await runMain(log, async () => {
  const { host, port, clickhouse: settings, lookback_days, poll_ms } = readConfig(process.env);
  const lifecycle = new Lifecycle(log);
  const registry = createMetrics('attribution');

  const clickhouse = connectClickHouse(settings);
  lifecycle.onStop('clickhouse', () => clickhouse.close());
  const keeper = new Keeper({
    credits: createCredits(clickhouse, topics.events.name),
    lookback_days,
    poll_ms,
    log,
    metrics: attributionMetrics(registry),
  });
  keeper.start();
  lifecycle.onStop('keeper', () => keeper.stop());

  const app = Fastify();
  addProbes(app, registry, { clickhouse: () => clickhouse.ping(), credits: () => keeper.check() });
  await app.listen({ host, port });
  lifecycle.onStop('server', () => app.close());
  log.info({ port, lookback_days }, 'attribution runs');
});
