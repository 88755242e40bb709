// Asks ClickHouse what a report asks, with what was run and when.
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { ParamValues } from './core/params.ts';
import { queryParams, reportNames, reports, type ReportName } from './core/report.ts';
import type { Answer, Options } from './core/rows.ts';

/** The part of ClickHouse the console needs: reading. */
export interface Warehouse {
  query<Row>(sql: string, params?: Readonly<Record<string, unknown>>): Promise<Row[]>;
}

const sqlOf = new Map(reportNames.map((name) => [name, loadSql(import.meta.url, `./sql/${name}.sql`)]));
const optionsSql = loadSql(import.meta.url, './sql/options.sql');

/** The rows of a report, at most its limit. Throws what the warehouse throws. */
export const answerReport = async (
  warehouse: Warehouse,
  name: ReportName,
  values: ParamValues,
  now: Date,
): Promise<Answer<object>> => {
  const sql = sqlOf.get(name) ?? '';
  const params = queryParams(name, values);
  const found = await warehouse.query<object>(sql, params);
  const rows = found.slice(0, reports[name].rows_max);
  return { rows, sql, params, as_of: now.toISOString(), truncated: found.length > rows.length };
};

/** The choices that have rows behind them. Throws what the warehouse throws. */
export const answerOptions = async (warehouse: Warehouse): Promise<Options> => {
  const [options] = await warehouse.query<Options>(optionsSql);
  if (options === undefined) throw new Error('options.sql answered no row');
  return options;
};
