// Pipeline by month and currency as the reference and ClickHouse have it: the same figures to nine digits, as short texts. Asked for some currencies only.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { marketingPipeline, pipelineVelocity, type Opportunity } from './reference/pipeline.ts';

/** Sums of floats depend on their order: nine digits are what both sides owe. */
const digits = (value: number | null): string =>
  value === null ? '-' : String(Number(value.toPrecision(9)));
const told = (figures: ReadonlyMap<string, readonly (number | null)[]>): string[] =>
  [...figures].map(([key, values]) => [key, ...values.map(digits)].join(' ')).sort();

export const pipelineTold = (all: readonly Opportunity[]): string[] => told(marketingPipeline(all));
export const velocityTold = (all: readonly Opportunity[]): string[] => told(pipelineVelocity(all));

const stored = async (
  warehouse: ClickHouse,
  relation: string,
  keys: readonly string[],
  currencies: readonly string[],
): Promise<string[]> => {
  const rows = await warehouse.query<Readonly<Record<string, string | number | null>>>(
    `SELECT ${keys.join(', ')}, * EXCEPT (${keys.join(', ')}) FROM ${relation} WHERE has({currencies:Array(String)}, currency)`,
    { currencies },
  );
  return rows
    .map((row) => {
      const values = Object.values(row);
      const figures = values.slice(keys.length).map((value) => digits(value === null ? null : Number(value)));
      return [...values.slice(0, keys.length), ...figures].join(' ');
    })
    .sort();
};

export const storedPipeline = (warehouse: ClickHouse, currencies: readonly string[]): Promise<string[]> =>
  stored(warehouse, 'marketing_pipeline', ['status', 'period', 'currency'], currencies);

export const storedVelocity = (warehouse: ClickHouse, currencies: readonly string[]): Promise<string[]> =>
  stored(warehouse, 'pipeline_velocity', ['period', 'currency'], currencies);
