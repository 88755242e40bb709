// Rows → ClickHouse. Asks which event keys are stored, inserts with a token that makes a repeated insert harmless.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { StoredKey } from './core/batch.ts';

const storedKeys = loadSql(import.meta.url, './sql/stored-keys.sql');

/** Keys asked for at a time: they travel in the URL, 21 bytes each. */
const keys_asked_max = 2_000;

export interface Store {
  storedKeys(keys: readonly string[]): Promise<readonly StoredKey[]>;
  insert(table: string, rows: readonly object[], token: string): Promise<void>;
}

export const createStore = (clickhouse: ClickHouse): Store => ({
  storedKeys: async (keys) => {
    const found: StoredKey[] = [];
    for (let from = 0; from < keys.length; from += keys_asked_max)
      found.push(
        ...(await clickhouse.query<StoredKey>(storedKeys, {
          keys: keys.slice(from, from + keys_asked_max).map(BigInt),
        })),
      );
    return found;
  },
  insert: (table, rows, token) => clickhouse.insert(table, rows, token),
});
