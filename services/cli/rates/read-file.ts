// A CSV file of rates → what it states and every fault it has.
import { existsSync, statSync } from 'node:fs';
import { headerFault, RatesReader, type ReadRates } from '../core/rates/read-rates.ts';
import { UsageError } from '@revloop/infra/runtime/exit-codes.ts';
import { readHeader } from '../import/check-headers.ts';
import { readRows } from '../import/read-rows.ts';

/** A block of an insert, so that rates are stored together or not at all. */
const rates_max = 1_000_000;

/** Throws a UsageError where there is no such file, its header is another, or it is too long. */
export const readRatesFile = async (path: string): Promise<ReadRates> => {
  if (!existsSync(path) || !statSync(path).isFile()) throw new UsageError(`there is no file ${path}`);
  const fault = headerFault(await readHeader(path, ','));
  if (fault !== undefined) throw new UsageError(`${path}: ${fault}`);
  const reader = new RatesReader();
  for await (const { row } of readRows(path, { delimiter: ',', withKey: false })) {
    reader.add(row);
    if (reader.count > rates_max)
      throw new UsageError(
        `${path} has more than ${rates_max.toLocaleString('en-US')} rates: import it in pieces`,
      );
  }
  return reader.end();
};
