// The statements of the attribution service, one function each.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { refreshCredits, type Computing } from '@revloop/infra/clickhouse/refresh-credits.ts';
import { compose } from '@revloop/infra/clickhouse/compose.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { positions, type CustomModel, type Position } from './core/custom-models.ts';
import type { EffectsRow, TransitionRow } from './core/path-transitions.ts';
import type { PartitionEnd, Range } from './core/plan.ts';

const sql = (name: string): string => loadSql(import.meta.url, `./sql/${name}.sql`);
const statements = {
  partitionEnds: sql('partition-ends'),
  changedAccounts: compose(sql('changed-accounts')),
  progress: sql('progress'),
  rebuilt: sql('rebuilt'),
  customModels: sql('custom-models'),
  pathTransitions: sql('path-transitions'),
};

export interface Progress {
  /** Last offset refreshed, by partition. */
  readonly done: ReadonlyMap<number, bigint>;
  readonly version: bigint;
  /** What that version was computed with; undefined where nothing was computed yet. */
  readonly settings: string | undefined;
}

interface ProgressRow {
  readonly partition: number;
  readonly offset: string;
  readonly version: string;
  readonly settings: string;
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

  /** `ranges`: at most one of each partition, at least one. */
  changedAccounts: async (ranges: readonly Range[]): Promise<readonly string[]> =>
    (
      await clickhouse.query<{ account_id: string }>(statements.changedAccounts, {
        topic,
        partitions: ranges.map(({ partition }) => partition),
        from: ranges.map(({ from }) => from),
        to: ranges.map(({ to }) => to),
      })
    ).map(({ account_id }) => account_id),

  refresh: (accounts: readonly string[], computing: Computing): Promise<void> =>
    refreshCredits(clickhouse, accounts, computing),

  progress: async (): Promise<Progress> => {
    const rows = await clickhouse.query<ProgressRow>(statements.progress, { topic });
    return {
      done: new Map(rows.map((row) => [row.partition, BigInt(row.offset)])),
      version: BigInt(rows[0]?.version ?? 0),
      settings: rows[0]?.settings,
    };
  },

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
