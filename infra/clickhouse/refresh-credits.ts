// Computes the credits of some accounts anew: what the attribution service does all the time, a rebuild does once, and an erasure for those it concerns.
import type { ClickHouse } from './client.ts';
import { compose } from './compose.ts';
import { loadSql } from './sql.ts';

const statement = compose(loadSql(import.meta.url, './sql/refresh-credits.sql'));

/** The statement's clause that leaves out steps of planning, for others that compute the same. */
export const planningSettings = statement.slice(statement.lastIndexOf('SETTINGS '));

export interface Computing {
  /** Windows, days. */
  readonly lookbacks: readonly number[];
  readonly policies: readonly string[];
  /** The highest counts. */
  readonly version: bigint;
}

/** Replaces the former credits of each account in one step. Rejects with `SurroundingsError`. */
export const refreshCredits = (
  clickhouse: ClickHouse,
  accounts: readonly string[],
  { lookbacks, policies, version }: Computing,
): Promise<void> => clickhouse.run(statement, { accounts, lookbacks, policies, version });
