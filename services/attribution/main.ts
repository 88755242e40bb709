// attribution: keeps attribution_credits up to date with what the sink stores.
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { Lifecycle } from '@revloop/infra/runtime/lifecycle.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { addProbes, createMetrics } from '@revloop/infra/runtime/probes.ts';
import { runMain } from '@revloop/infra/runtime/run-main.ts';
import { topics } from '@revloop/schemas/topics.ts';
import Fastify from 'fastify';
import { ChannelEffects } from './channel-effects.ts';
import { readConfig } from './config.ts';
import { createCredits } from './credits.ts';
import { Keeper } from './keeper.ts';
import { attributionMetrics } from './metrics.ts';

const log = createLog('attribution');

await runMain(log, async () => {
  const { host, port, clickhouse: settings, lookback_days, custom_models, poll_ms } = readConfig(process.env);
  const lifecycle = new Lifecycle(log);
  const registry = createMetrics('attribution');

  const clickhouse = connectClickHouse(settings);
  lifecycle.onStop('clickhouse', () => clickhouse.close());
  const credits = createCredits(clickhouse, topics.events.name);
  const metrics = attributionMetrics(registry);
  const effects = new ChannelEffects({ credits, lookback_days, log, metrics });
  const keeper = new Keeper({ credits, effects, lookback_days, custom_models, poll_ms, log, metrics });
  keeper.start();
  lifecycle.onStop('keeper', () => keeper.stop());

  const app = Fastify();
  addProbes(app, registry, { clickhouse: () => clickhouse.ping(), credits: () => keeper.check() });
  await app.listen({ host, port });
  lifecycle.onStop('server', () => app.close());
  log.info({ port, lookback_days }, 'attribution runs');
});
