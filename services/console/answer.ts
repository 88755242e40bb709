// Asks ClickHouse what a report asks, with what was run and when; of the board, once for all who look at it.
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { ParamValues } from './core/params.ts';
import { queryParams, reportNames, reports, type ReportName } from './core/report.ts';
import type { Answer, Options } from './core/rows.ts';
import { sharedReport, type SharedReport } from './core/shared-report.ts';
import { KeptAnswers } from './kept-answers.ts';

/** The part of ClickHouse the console needs: reading. */
export interface Warehouse {
  query<Row>(sql: string, params?: Readonly<Record<string, unknown>>): Promise<Row[]>;
}

/** Rows as they were read, before anybody's filters. */
interface Found {
  readonly rows: readonly object[];
  readonly as_of: string;
  readonly truncated: boolean;
}

const sqlOf = new Map(reportNames.map((name) => [name, loadSql(import.meta.url, `./sql/${name}.sql`)]));
const optionsSql = loadSql(import.meta.url, './sql/options.sql');
/** Of what is open, of what was withdrawn, and of some choices of months. */
const kept_max = 16;

export class Reports {
  readonly #warehouse: Warehouse;
  readonly #now: () => Date;
  readonly #shared_rows_max: number;
  readonly #kept = new KeptAnswers<Found>(kept_max);

  /** `shared_rows_max`: of larger answers only what one reader is shown is kept. */
  constructor(warehouse: Warehouse, now: () => Date, shared_rows_max = 5_000) {
    this.#warehouse = warehouse;
    this.#now = now;
    this.#shared_rows_max = shared_rows_max;
  }

  /** The rows of a report, at most its limit. Rejects with what the warehouse rejects with. */
  async answer(name: ReportName, values: ParamValues): Promise<Answer<object>> {
    const { rows_max } = reports[name];
    const shared = sharedReport(name, values);
    const { rows, as_of, truncated } = shared
      ? await this.#shared(name, values, shared)
      : await this.#find(name, values, rows_max);
    return {
      rows: rows.slice(0, rows_max),
      sql: sqlOf.get(name) ?? '',
      params: queryParams(name, values),
      as_of,
      sent_at: this.#now().toISOString(),
      truncated: truncated || rows.length > rows_max,
    };
  }

  /** What is shared is asked anew by whoever comes next: somebody has acted. */
  expire(): void {
    this.#kept.expire();
  }

  async #shared(
    name: ReportName,
    values: ParamValues,
    { values: wide, is_filtered, isOwn, fresh_ms }: SharedReport,
  ): Promise<Found> {
    const kept = (asked: ParamValues): Promise<Found> =>
      this.#kept.get(JSON.stringify([name, asked]), fresh_ms, () =>
        this.#find(name, asked, this.#shared_rows_max),
      );
    const all = await kept(wide);
    if (!is_filtered) return all;
    return all.truncated ? kept(values) : { ...all, rows: all.rows.filter(isOwn) };
  }

  async #find(name: ReportName, values: ParamValues, rows_max: number): Promise<Found> {
    const as_of = this.#now().toISOString();
    const found = await this.#warehouse.query<object>(
      sqlOf.get(name) ?? '',
      queryParams(name, values, rows_max),
    );
    const rows = found.slice(0, rows_max);
    return { rows, as_of, truncated: found.length > rows.length };
  }
}

/** The choices that have rows behind them. Throws what the warehouse throws. */
export const answerOptions = async (warehouse: Warehouse): Promise<Options> => {
  const [options] = await warehouse.query<Options>(optionsSql);
  if (options === undefined) throw new Error('options.sql answered no row');
  return options;
};
