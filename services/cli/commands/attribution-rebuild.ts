// `revloop attribution rebuild`: the credits of every account computed anew, beside the running service or without it.
import { connectClickHouse, type ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { compose } from '@revloop/infra/clickhouse/compose.ts';
import { refreshCredits } from '@revloop/infra/clickhouse/refresh-credits.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import { failpoint } from '@revloop/infra/runtime/failpoint.ts';
import { stageCreditPolicies } from '@revloop/schemas/stage-credit.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { readOwnerSettings } from '../config.ts';
import { exitCodes, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { print, say } from '@revloop/infra/runtime/say.ts';
import { startRebuildProgress } from './attribution-rebuild-progress.ts';

export interface RebuildOptions {
  readonly json?: true;
}

const sql = (name: string): string => loadSql(import.meta.url, `../sql/attribution-rebuild-${name}.sql`);
const statements = {
  accounts: compose(sql('accounts')),
  settings: sql('settings'),
  erasures: sql('erasures'),
};

/** Accounts computed by one statement: bounds its memory. */
const accounts_max = 2_000;
const statement_ms_max = 600_000;
/** Where rebuilds are announced in attribution_progress; the attribution service looks there. */
const announcedAs = 'attribution rebuild';

interface Computing {
  readonly lookback_days: readonly number[];
  /** Higher than that of everything computed so far. */
  readonly version: bigint;
}

/**
 * Exit code 1 where the service never computed anything. All account ids are held in memory: about 100 bytes each.
 * The version is above all that was computed before this began to read, and below that of every round of the service that begins later, so whichever of
 * both saw more of an account's events wins, however slow either is.
 */
export const runRebuild = async ({ json }: RebuildOptions): Promise<ExitCode> => {
  const clickhouse = connectClickHouse({
    ...readOwnerSettings(process.env, 'revloop-rebuild'),
    request_ms_max: statement_ms_max,
  });
  try {
    const startedAt = performance.now();
    const computing = await computingOf(clickhouse);
    const accounts = await rebuild(clickhouse, computing);
    const seconds = Number(((performance.now() - startedAt) / 1_000).toFixed(1));
    const { lookback_days, version } = computing;
    await print(
      json
        ? `${JSON.stringify({ accounts, lookback_days, version: String(version), seconds })}\n`
        : `${accounts.toLocaleString('en-US')} accounts computed anew in ${seconds} s, for windows of ${lookback_days.join(', ')} days.\n`,
    );
    say('the attribution service solves the Markov models anew as well, within seconds while it runs');
  } finally {
    await clickhouse.close();
  }
  return exitCodes.ok;
};

const computingOf = async (clickhouse: ClickHouse): Promise<Computing> => {
  const [row] = await clickhouse.query<{ settings: string; version: string }>(statements.settings, {
    topic: topics.events.name,
  });
  if (!row || row.settings === '')
    throw new SurroundingsError(
      'nothing_computed',
      'the attribution service has not computed anything yet, so there is nothing to build anew: start it with npm start',
      { retriable: false },
    );
  const { lookback_days } = JSON.parse(row.settings) as { lookback_days: readonly number[] };
  return { lookback_days, version: BigInt(row.version) + 1n };
};

/** Whoever is erased while this runs must not come back. */
const erasuresOf = async (clickhouse: ClickHouse): Promise<number | undefined> =>
  (await clickhouse.query<{ erasures: number }>(statements.erasures))[0]?.erasures;

const rebuild = async (clickhouse: ClickHouse, { lookback_days, version }: Computing): Promise<number> => {
  const announce = (announced: bigint): Promise<void> =>
    clickhouse.insert('attribution_progress', [
      { topic: announcedAs, partition: 0, offset: 0, version: String(announced), settings: '' },
    ]);
  const erasures = await erasuresOf(clickhouse);
  // 1. The service's later rounds have higher versions than ours. A crash after leaves everything as it was.
  await announce(version);
  const accounts = (await clickhouse.query<{ account_id: string }>(statements.accounts)).map(
    ({ account_id }) => account_id,
  );
  const progress = startRebuildProgress(accounts.length);
  try {
    for (let from = 0; from < accounts.length; from += accounts_max) {
      const portion = accounts.slice(from, from + accounts_max);
      if ((await erasuresOf(clickhouse)) !== erasures)
        throw new SurroundingsError(
          'erased_meanwhile',
          'a person was erased meanwhile, who may be among the accounts that are left: run this again',
          { retriable: false },
        );
      // 2. Credits, portion by portion; each account changes in one step. A crash after some leaves the others as they were: run it again.
      await refreshCredits(clickhouse, portion, {
        lookbacks: lookback_days,
        policies: stageCreditPolicies,
        version,
      });
      failpoint('rebuild.credits');
      progress.update(from + portion.length);
    }
  } finally {
    progress.stop();
  }
  // 3. The service solves the Markov models from the new paths. A crash before leaves the former solution until something arrives, or until this is run again.
  await announce(version + 1n);
  return accounts.length;
};
