// Rates as ClickHouse holds them: those that stand beside a file's, and the file's stored in one step.
import { randomUUID } from 'node:crypto';
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { compareRates, type Changes } from '../core/rates/compare-rates.ts';
import { plainRate, type Rate } from '../core/rates/rate.ts';

const standingRates = loadSql(import.meta.url, '../sql/standing-rates.sql');

/** What storing `rates` would change. Rejects with `SurroundingsError`. */
export const changesBy = async (clickhouse: ClickHouse, rates: readonly Rate[]): Promise<Changes> => {
  const dates = rates.map(({ date }) => date).sort();
  const standing = await clickhouse.query<Rate>(standingRates, {
    from_date: dates[0],
    to_date: dates.at(-1),
    currencies: [...new Set(rates.flatMap(({ from_currency, to_currency }) => [from_currency, to_currency]))],
  });
  return compareRates(
    standing.map((rate) => ({ ...rate, rate: plainRate(rate.rate) })),
    rates,
  );
};

/**
 * Stores what is new and what corrects. 1. One insert, one block, known from the same moment: a crash before it is through leaves nothing, after it
 * everything; the same import again then finds that all of it stands. Rejects with `SurroundingsError`.
 */
export const storeChanges = (clickhouse: ClickHouse, { added, corrected }: Changes): Promise<void> =>
  clickhouse.insert(
    'stored_currency_rates',
    [...added, ...corrected].map(({ date, from_currency, to_currency, rate }) => ({
      date,
      from_currency,
      to_currency,
      rate,
    })),
    // Without a token the server would take a correction back to a former rate for a repetition.
    randomUUID(),
  );
