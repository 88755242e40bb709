// The statements of the attribution service, one function each.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { compose } from '@revloop/infra/clickhouse/compose.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { positions, type CustomModel, type Position } from './core/custom-models.ts';
import type { EffectsRow, TransitionRow } from './core/path-transitions.ts';
import type { PartitionEnd, Range } from './core/plan.ts';

const sql = (name: string): string => loadSql(import.meta.url, `./sql/${name}.sql`);
const statements = {
  partitionEnds: sql('partition-ends'),
  changedAccounts: compose(sql('changed-accounts')),
  // Erasures compute credits anew as well.
  refreshCredits: loadSql(
    import.meta.resolve('@revloop/infra/clickhouse/sql/refresh-credits.sql'),
    './refresh-credits.sql',
  ),
  progress: sql('progress'),
  computedSettings: sql('computed-settings'),
  rebuilt: sql('rebuilt'),
  customModels: sql('custom-models'),
  pathTransitions: sql('path-transitions'),
};

export interface Progress {
  /** Last offset refreshed, by partition. */
  readonly done: ReadonlyMap<number, bigint>;
  readonly version: bigint;
}

interface ModelRow extends Readonly<Record<Position, number>> {
  readonly model: string;
  readonly version: number;
}

const modelOf = ({ model, version, ...row }: ModelRow): CustomModel => ({
  model,
  version,
  weights: Object.fromEntries(positions.map((position) => [position, row[position]])) as Record<
    Position,
    number
  >,
});

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

  /** Undefined where nothing was computed yet. */
  computedSettings: async (): Promise<string | undefined> =>
    (await clickhouse.query<{ settings: string }>(statements.computedSettings, { topic }))[0]?.settings,

  /** Version of the newest rebuild by hand; 0 where there was none. */
  rebuilt: async (): Promise<bigint> =>
    BigInt((await clickhouse.query<{ version: string }>(statements.rebuilt))[0]?.version ?? 0),

  remember: (ranges: readonly Range[], version: bigint, settings: string): Promise<void> =>
    clickhouse.insert(
      'attribution_progress',
      ranges.map(({ partition, to }) => ({
        ...{ topic, partition, settings },
        offset: String(to),
        version: String(version),
      })),
    ),

  customModels: async (): Promise<readonly CustomModel[]> =>
    (await clickhouse.query<ModelRow>(statements.customModels)).map(modelOf),

  defineModels: (models: readonly CustomModel[]): Promise<void> =>
    clickhouse.insert(
      'attribution_models',
      models.map(({ model, version, weights }) => ({ model, version, ...weights })),
    ),

  pathTransitions: (
    lookback_days: number,
    order: number,
    by_stage: boolean,
  ): Promise<readonly TransitionRow[]> =>
    clickhouse.query<TransitionRow>(statements.pathTransitions, {
      ...{ lookback_days, order },
      by_stage: by_stage ? 1 : 0,
    }),

  storeEffects: (rows: readonly EffectsRow[], lookback_days: number, version: bigint): Promise<void> =>
    clickhouse.insert(
      'channel_effects',
      rows.map((row) => ({ ...row, lookback_days, version: String(version) })),
    ),
});

export type Credits = ReturnType<typeof createCredits>;
