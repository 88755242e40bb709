// `revloop rates list`: the rates between currencies that stand, and those that were corrected.
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { connectAnalyst } from '../analyst.ts';
import type { Rate } from '../core/rates/rate.ts';
import { exitCodes, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { print } from '@revloop/infra/runtime/say.ts';
import { table } from '../output/table.ts';

export interface RatesListOptions {
  readonly currency?: string;
  readonly replaced?: true;
  readonly limit: number;
  readonly json?: true;
}

interface StoredRate extends Rate {
  /** ISO 8601, UTC. */
  readonly known_at: string;
  /** Null where it stands. */
  readonly replaced_at: string | null;
}

const currencyRates = loadSql(import.meta.url, '../sql/currency-rates.sql');

/** The newest day first; with --json one object a line. */
export const runRatesList = async (options: RatesListOptions): Promise<ExitCode> => {
  const { currency = '', replaced, limit, json } = options;
  const clickhouse = connectAnalyst(process.env, 'rates');
  try {
    const rates = await clickhouse.query<StoredRate>(currencyRates, {
      currency,
      replaced: replaced ? 1 : 0,
      rows_max: limit,
    });
    if (json) for (const rate of rates) await print(`${JSON.stringify(rate)}\n`);
    else await print(readable(rates, replaced === true));
  } finally {
    await clickhouse.close();
  }
  return exitCodes.ok;
};

const readable = (rates: readonly StoredRate[], withReplaced: boolean): string => {
  if (rates.length === 0) return 'no rates: revloop rates import FILE.csv brings some\n';
  const rows = rates.map(({ date, from_currency, to_currency, rate, known_at, replaced_at }) => [
    date,
    from_currency,
    to_currency,
    rate,
    known_at.slice(0, 19),
    ...(withReplaced ? [replaced_at?.slice(0, 19) ?? 'stands'] : []),
  ]);
  const head = [
    'date',
    'from',
    'to',
    'rate',
    'known at (UTC)',
    ...(withReplaced ? ['replaced at (UTC)'] : []),
  ];
  return table([head, ...rows]);
};
