// Where ClickHouse's CPU time went: inserts and merges by table, everything else by who asked, out of its own logs.
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { timeText } from '@revloop/infra/clickhouse/time-text.ts';

const insertCosts = loadSql(import.meta.url, './sql/insert-costs.sql');
const queryCosts = loadSql(import.meta.url, './sql/query-costs.sql');
const mergeCosts = loadSql(import.meta.url, './sql/merge-costs.sql');
const flushLogs = loadSql(import.meta.url, './sql/flush-logs.sql');

type Cost = Readonly<Record<string, string | number>>;

/** Lines for people, costs since a moment (UTC milliseconds). */
export const clickHouseCosts = async (
  clickhouse: ClickHouse,
  since_ms: number,
): Promise<readonly string[]> => {
  await clickhouse.run(flushLogs);
  const since = timeText(since_ms);
  const ask = (sql: string): Promise<Cost[]> => clickhouse.query<Cost>(sql, { since });
  const [inserts, queries, merges] = [await ask(insertCosts), await ask(queryCosts), await ask(mergeCosts)];
  return [
    ...inserts.map(
      ({ table, times, rows, cpu_s, wall_s }) =>
        `  ${times} inserts into ${table}: ${rows} rows, ${cpu_s} CPU-s, ${wall_s} s waited for`,
    ),
    ...merges.map(
      ({ table, times, rows, cpu_s }) => `  ${times} merges of ${table}: ${rows} rows, ${cpu_s} CPU-s`,
    ),
    ...queries.map(
      ({ application, times, cpu_s }) => `  ${times} questions of ${application}: ${cpu_s} CPU-s`,
    ),
  ];
};
