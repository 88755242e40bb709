// The console: reports over ClickHouse for people. Wiring only, in start order.
import { fileURLToPath } from 'node:url';
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { Lifecycle } from '@revloop/infra/runtime/lifecycle.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { addProbes, createMetrics } from '@revloop/infra/runtime/probes.ts';
import { readConfig } from './config.ts';
import { createApp } from './server.ts';

const config = readConfig(process.env);
const log = createLog('console');
const lifecycle = new Lifecycle(log);

const clickhouse = connectClickHouse({ ...config.clickhouse, application: 'revloop-console' });
lifecycle.onStop('clickhouse', () => clickhouse.close());

const app = await createApp({
  warehouse: clickhouse,
  log: log.child({ scope: 'http' }),
  now: () => new Date(),
  pageDirectory: fileURLToPath(new URL('./dist', import.meta.url)),
});
addProbes(app, createMetrics('console'), {
  clickhouse: async () => {
    await clickhouse.ping();
  },
});
lifecycle.onStop('http', () => app.close());
const address = await app.listen({ host: config.host, port: config.port });
log.info({ address }, 'console ready');
