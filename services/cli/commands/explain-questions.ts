// What `revloop explain` asks ClickHouse, as the analyst.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { timeText } from '@revloop/infra/clickhouse/time-text.ts';
import type { Credit, Holder, MilestoneModel, Step, Told } from '../core/explain/rows.ts';

const sql = (name: string): string => loadSql(import.meta.url, `../sql/explain-${name}.sql`);
const statements = {
  accounts: sql('accounts'),
  steps: sql('steps'),
  positions: sql('positions'),
  credits: sql('credits'),
  markov: sql('markov'),
  models: sql('models'),
};

export interface Asked {
  readonly account_id: string;
  readonly opportunity_id: string;
  readonly lookback_days: number;
  readonly stage_credit: string;
  /** UTC milliseconds; undefined: all that was received. */
  readonly as_of_ms: number | undefined;
}

/** Later than anything that is ever received. */
const endOfTime = '2299-12-31 00:00:00.000';

const asOf = (ms: number | undefined): string => (ms === undefined ? endOfTime : timeText(ms));

/** The accounts that have an opportunity of this id; usually one. Rejects with `SurroundingsError`. */
export const accountsOf = async (
  clickhouse: ClickHouse,
  opportunity_id: string,
  as_of_ms: number | undefined,
): Promise<readonly string[]> =>
  (
    await clickhouse.query<{ account_id: string }>(statements.accounts, {
      ...{ opportunity_id, as_of: asOf(as_of_ms) },
    })
  ).map(({ account_id }) => account_id);

/** Everything about one opportunity. Markov credit is there as last solved, unless an earlier moment is asked for. Rejects with `SurroundingsError`. */
export const ask = async (clickhouse: ClickHouse, asked: Asked): Promise<Told> => {
  const { as_of_ms, ...which } = asked;
  const params = { ...which, as_of: asOf(as_of_ms) };
  const [steps, holders, rules, markov, models] = await Promise.all([
    clickhouse.query<Step>(statements.steps, params),
    clickhouse.query<Holder>(statements.positions, params),
    clickhouse.query<Credit>(statements.credits, params),
    as_of_ms === undefined ? clickhouse.query<Credit>(statements.markov, params) : [],
    clickhouse.query<MilestoneModel>(statements.models, params),
  ]);
  const as_of = as_of_ms === undefined ? undefined : new Date(as_of_ms).toISOString();
  return { ...which, as_of, steps, holders, credits: [...rules, ...markov], models };
};
