// The statements of the attribution service, one function each.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { PartitionEnd, Range } from './core/plan.ts';

const sql = (name: string): string => loadSql(import.meta.url, `./sql/${name}.sql`);
const statements = {
  partitionEnds: sql('partition-ends'),
  changedAccounts: sql('changed-accounts'),
  // Erasures compute credits anew as well.
  refreshCredits: loadSql(
    import.meta.resolve('@revloop/infra/clickhouse/sql/refresh-credits.sql'),
    './refresh-credits.sql',
  ),
  progress: sql('progress'),
  computedWindows: sql('computed-windows'),
};

export interface Progress {
  /** Last offset refreshed, by partition. */
  readonly done: ReadonlyMap<number, bigint>;
  readonly version: bigint;
}

/** Reads and writes of one topic's credits. Every method rejects with `SurroundingsError`. */
export const createCredits = (clickhouse: ClickHouse, topic: string) => ({
  partitionEnds: async (): Promise<readonly PartitionEnd[]> =>
    (await clickhouse.query<{ partition: number; offset: string }>(statements.partitionEnds, { topic })).map(
      ({ partition, offset }) => ({ partition, offset: BigInt(offset) }),
    ),

  changedAccounts: async ({ partition, from, to }: Range): Promise<readonly string[]> =>
    (
      await clickhouse.query<{ account_id: string }>(statements.changedAccounts, {
        topic,
        partition,
        from,
        to,
      })
    ).map(({ account_id }) => account_id),

  refresh: (
    accounts: readonly string[],
    lookbacks: readonly number[],
    policies: readonly string[],
    version: bigint,
  ): Promise<void> => clickhouse.run(statements.refreshCredits, { accounts, lookbacks, policies, version }),

  progress: async (): Promise<Progress> => {
    const rows = await clickhouse.query<{ partition: number; offset: string; version: string }>(
      statements.progress,
      { topic },
    );
    const version = rows.reduce(
      (newest, row) => (BigInt(row.version) > newest ? BigInt(row.version) : newest),
      0n,
    );
    return { done: new Map(rows.map((row) => [row.partition, BigInt(row.offset)])), version };
  },

  computedWindows: async (): Promise<readonly number[]> =>
    (await clickhouse.query<{ lookback_days: number[] }>(statements.computedWindows))[0]?.lookback_days ?? [],

  remember: (ranges: readonly Range[], version: bigint): Promise<void> =>
    clickhouse.insert(
      'attribution_progress',
      ranges.map(({ partition, to }) => ({ topic, partition, offset: String(to), version: String(version) })),
    ),
});

export type Credits = ReturnType<typeof createCredits>;
