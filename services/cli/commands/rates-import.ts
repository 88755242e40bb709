// `revloop rates import`: dated rates between currencies from a CSV file, whole or not at all.
import { basename } from 'node:path';
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { readOwnerSettings } from '../config.ts';
import type { Changes } from '../core/rates/compare-rates.ts';
import type { Rate } from '../core/rates/rate.ts';
import type { Fault } from '../core/rates/read-rates.ts';
import { exitCodes, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { print, say } from '@revloop/infra/runtime/say.ts';
import { table } from '../output/table.ts';
import { readRatesFile } from '../rates/read-file.ts';
import { changesBy, storeChanges } from '../rates/stored-rates.ts';

export interface RatesImportOptions {
  readonly dryRun?: true;
  readonly json?: true;
}

const shown_max = 20;

/** Exit code 1 where a row has a fault: then nothing is stored. */
export const runRatesImport = async (path: string, options: RatesImportOptions): Promise<ExitCode> => {
  const { rates, faults } = await readRatesFile(path);
  if (faults.length > 0) return await refuse(path, faults, options);
  return await store(rates, options);
};

const refuse = async (
  path: string,
  faults: readonly Fault[],
  { json }: RatesImportOptions,
): Promise<ExitCode> => {
  for (const { line, reason } of faults) say(`${basename(path)}:${line}  ${reason}`);
  say(`nothing was stored: mend ${faults.length === 1 ? 'this line' : `these ${faults.length} lines`} first`);
  if (json) await print(`${JSON.stringify({ added: 0, corrected: [], unchanged: 0, faults })}\n`);
  return exitCodes.problems;
};

const store = async (rates: readonly Rate[], { dryRun, json }: RatesImportOptions): Promise<ExitCode> => {
  const clickhouse = connectClickHouse(readOwnerSettings(process.env, 'revloop-rates'));
  try {
    const changes = await changesBy(clickhouse, rates);
    if (!dryRun) await storeChanges(clickhouse, changes);
    await print(json ? `${JSON.stringify(asJson(changes))}\n` : readable(changes));
    if (dryRun) say('dry run: nothing was stored');
  } finally {
    await clickhouse.close();
  }
  return exitCodes.ok;
};

const asJson = ({ added, corrected, unchanged }: Changes): object => ({
  added: added.length,
  corrected,
  unchanged,
  faults: [],
});

const readable = ({ added, corrected, unchanged }: Changes): string => {
  const counts = table([
    ['new', added.length],
    ['corrected', corrected.length],
    ['standing already', unchanged],
  ]);
  if (corrected.length === 0) return counts;
  const rows = corrected
    .slice(0, shown_max)
    .map(({ date, from_currency, to_currency, former, rate }) => [
      date,
      from_currency,
      to_currency,
      former,
      rate,
    ]);
  const rest = corrected.length - rows.length;
  return [
    counts,
    '\n',
    table([['date', 'from', 'to', 'was', 'is'], ...rows]),
    rest > 0 ? `  … and ${rest} corrections more\n` : '',
  ].join('');
};
