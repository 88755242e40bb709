// The console: reports over ClickHouse for people, and what they do about handoffs to Kafka. Wiring only, in start order.
import { fileURLToPath } from 'node:url';
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { Lifecycle } from '@revloop/infra/runtime/lifecycle.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { addProbes, createMetrics } from '@revloop/infra/runtime/probes.ts';
import { readConfig } from './config.ts';
import { createApp } from './server.ts';
import { createUpdateWriter } from './write-update.ts';

const config = readConfig(process.env);
const log = createLog('console');
const lifecycle = new Lifecycle(log);

const clickhouse = connectClickHouse({ ...config.clickhouse, application: 'revloop-console' });
lifecycle.onStop('clickhouse', () => clickhouse.close());

const writer = config.writing && createUpdateWriter(config.writing, log.child({ scope: 'acts' }));
if (writer) lifecycle.onStop('producer', () => writer.close());
else log.info('no REVLOOP_KAFKA_BROKERS: people can read, not act');

const app = await createApp({
  warehouse: clickhouse,
  log: log.child({ scope: 'http' }),
  now: () => new Date(),
  pageDirectory: fileURLToPath(new URL('./dist', import.meta.url)),
  writer,
  userHeader: config.user_header,
  directoryPath: config.directory_path,
  simulationPath: config.simulation_path,
});
addProbes(app, createMetrics('console'), {
  clickhouse: async () => {
    await clickhouse.ping();
  },
});
lifecycle.onStop('http', () => app.close());
const address = await app.listen({ host: config.host, port: config.port });
log.info({ address }, 'console ready');
