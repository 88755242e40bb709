// Who reads in benchmarks of a whole Revloop.
import { connectClickHouse, type ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import type { Started } from '../../services/cli/start/start.ts';

/** The console's user reads what analysts read, by the same views and rights; an analyst's quota would end before ten minutes of questions. */
export const readAsConsole = ({ env }: Pick<Started, 'env'>): ClickHouse =>
  connectClickHouse({
    url: env['REVLOOP_CLICKHOUSE_URL'] ?? '',
    database: 'revloop',
    user: 'console',
    password: env['REVLOOP_CONSOLE_PASSWORD'] ?? '',
    application: 'bench',
  });
