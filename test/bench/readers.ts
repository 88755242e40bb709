// Who reads in benchmarks of a whole Revloop.
import { connectClickHouse, type ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import type { Started } from '../../services/cli/start/start.ts';

type Running = Pick<Started, 'env'>;

const readAs = ({ env }: Running, user: string, password: string): ClickHouse =>
  connectClickHouse({
    url: env['REVLOOP_CLICKHOUSE_URL'] ?? '',
    database: 'revloop',
    user,
    password: env[password] ?? '',
    application: 'bench',
  });

/** The console's user reads what analysts read, by the same views and rights; an analyst's quota would end before ten minutes of questions. */
export const readAsConsole = (started: Running): ClickHouse =>
  readAs(started, 'console', 'REVLOOP_CONSOLE_PASSWORD');

/** The services' user may read ClickHouse's own logs as well. */
export const readAsServices = (started: Running): ClickHouse =>
  readAs(started, 'revloop', 'REVLOOP_CLICKHOUSE_PASSWORD');
