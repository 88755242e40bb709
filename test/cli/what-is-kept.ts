// What the tables hold, read as their owner: where a text stands, and the credits of an account beside those computed now.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { expect } from 'vitest';

interface Column {
  readonly table: string;
  readonly column: string;
}

/** Every column of every table of the database that holds the text, whatever its type. */
export const columnsWith = async (owner: ClickHouse, text: string): Promise<readonly string[]> => {
  const columns = await owner.query<Column>(
    `SELECT columns.table AS table, columns.name AS column FROM system.columns AS columns
     INNER JOIN system.tables AS tables ON tables.database = columns.database AND tables.name = columns.table
     WHERE columns.database = 'revloop' AND tables.engine LIKE '%MergeTree' AND match(columns.type, 'String|Array|Map')
       AND columns.default_kind NOT IN ('EPHEMERAL', 'ALIAS')`,
  );
  expect(columns.length).toBeGreaterThan(40);
  const asked = columns.map(
    ({ table, column }) =>
      `SELECT '${table}.${column}' AS place FROM ${table} WHERE position(toString(\`${column}\`), '${text}') > 0 LIMIT 1`,
  );
  return (await owner.query<{ place: string }>(asked.join(' UNION ALL '))).map(({ place }) => place).sort();
};

type CreditRow = Readonly<Record<string, unknown>> & { readonly account_id: string };

export interface Credits {
  readonly kept: readonly CreditRow[];
  readonly computed: readonly CreditRow[];
}

/** Credits of the accounts as they are kept, and as they are when computed now; each relation is asked once, which takes most of the time. */
export const credits = async (owner: ClickHouse, ...accounts: readonly string[]): Promise<Credits> => {
  const columns =
    'account_id, model, stage_credit, lookback_days, opportunity_id, row_kind, touch_event_id, cycle_no, weight, amount';
  const rows = (relation: string): Promise<CreditRow[]> =>
    owner.query(
      `SELECT ${columns} FROM ${relation} WHERE has({accounts:Array(String)}, account_id) AND NOT startsWith(model, 'markov') ORDER BY ALL`,
      { accounts },
    );
  return {
    kept: await rows('attribution_credits'),
    computed: await rows(
      "attribution_rows(lookbacks = [30, 90, 365], policies = ['first', 'last', 'even', 'productive', 'rescue'], as_of = '2299-12-31 00:00:00', accounts = {accounts:Array(String)})",
    ),
  };
};
