// ClickHouse as an analyst sees it: what commands read, anybody with the analyst's password can.
import { connectClickHouse, type ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { readAnalystSettings } from './config.ts';

/** `command`: as which application it shows in the server's log. */
export const connectAnalyst = (
  env: NodeJS.ProcessEnv,
  command: string,
  limits: { readonly request_ms_max?: number } = {},
): ClickHouse =>
  connectClickHouse({
    ...readAnalystSettings(env),
    user: 'analyst',
    application: `revloop-${command}`,
    ...limits,
  });
