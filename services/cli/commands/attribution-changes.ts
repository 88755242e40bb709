// `revloop attribution changes`: which credit differs between two moments of knowledge, and which events received in between moved it.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { timeText } from '@revloop/infra/clickhouse/time-text.ts';
import pc from 'picocolors';
import { connectAnalyst } from '../analyst.ts';
import { changeObjects, changeSections, type TellingOf } from '../core/explain/change-texts.ts';
import {
  changedDeals,
  differing,
  movedBy,
  type Arrival,
  type ChangedDeal,
  type CreditThen,
} from '../core/explain/changes.ts';
import type { MilestoneModel } from '../core/explain/rows.ts';
import { exitCodes, UsageError, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { print, say } from '@revloop/infra/runtime/say.ts';
import { table } from '../output/table.ts';

export interface ChangesOptions {
  /** UTC milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly lookbackDays: number;
  readonly policy: string;
  readonly channel?: string;
  readonly model?: string;
  readonly account?: string;
  readonly json?: true;
}

const sql = (name: string): string => loadSql(import.meta.url, `../sql/${name}.sql`);
const statements = {
  accounts: sql('attribution-changed-accounts'),
  creditThen: sql('attribution-credit-then'),
  arrivals: sql('attribution-arrivals'),
  models: sql('explain-models'),
};

/** Accounts compared by one statement: bounds what the server and we hold. */
const accounts_max = 500;
/** Events told for one portion of accounts, the newest received. */
const arrivals_max = 100_000;

/** Nothing changed: says so, exit code 0. */
export const runChanges = async (options: ChangesOptions): Promise<ExitCode> => {
  if (options.from >= options.to) throw new UsageError('--from must be earlier than --to');
  const clickhouse = connectAnalyst(process.env, 'changes', { request_ms_max: 60_000 });
  try {
    const tellings = await compare(clickhouse, options);
    if (options.json)
      for (const telling of tellings)
        for (const object of changeObjects(telling)) await print(`${JSON.stringify(object)}\n`);
    else
      for (const { heading, rows, notes } of changeSections(tellings))
        await print(`${pc.bold(heading)}\n${table(rows)}${notes.map((note) => `  ${note}\n`).join('')}\n`);
    if (tellings.length === 0) say('no credit changed');
  } finally {
    await clickhouse.close();
  }
  return exitCodes.ok;
};

const compare = async (clickhouse: ClickHouse, options: ChangesOptions): Promise<readonly TellingOf[]> => {
  const between = { after: timeText(options.from), as_of: timeText(options.to) };
  const redefined = await redefinedModels(clickhouse, between);
  if (redefined.length > 0)
    say(
      `defined in between: ${redefined.join(', ')}; that moves every deal's credit by them, and only deals with events received in between are told`,
    );
  const accounts = await clickhouse.query<{ account_id: string }>(statements.accounts, {
    ...between,
    account_id: options.account ?? '',
  });
  if (accounts.length > accounts_max)
    say(
      `${accounts.length.toLocaleString('en-US')} accounts have events received in between: this takes a while`,
    );
  const deals = await dealsOf(
    clickhouse,
    options,
    between,
    accounts.map(({ account_id }) => account_id),
  );
  const arrivals = await arrivalsOf(clickhouse, between, [
    ...new Set(
      deals.flatMap(({ account_id, former_account_id }) => [account_id, former_account_id ?? account_id]),
    ),
  ]);
  return deals.map((deal) => ({ deal, moved_by: movedBy(deal, arrivals, options.lookbackDays), redefined }));
};

/** A deal that a merge brought to another account may have its two sides in two portions: they are compared when all are there. */
const dealsOf = async (
  clickhouse: ClickHouse,
  { lookbackDays, policy, channel = '', model = '' }: ChangesOptions,
  { after, as_of }: Between,
  accounts: readonly string[],
): Promise<readonly ChangedDeal[]> => {
  const then = (moment: string, portion: readonly string[]): Promise<CreditThen[]> =>
    clickhouse.query<CreditThen>(statements.creditThen, {
      ...{ accounts: portion, lookback_days: lookbackDays, stage_credit: policy, as_of: moment },
      ...{ channel, model },
    });
  const [before, now]: [CreditThen[], CreditThen[]] = [[], []];
  for (let from = 0; from < accounts.length; from += accounts_max) {
    const portion = accounts.slice(from, from + accounts_max);
    const [earlier, later] = differing(...(await Promise.all([then(after, portion), then(as_of, portion)])));
    before.push(...earlier);
    now.push(...later);
  }
  return changedDeals(before, now);
};

type Between = Readonly<Record<'after' | 'as_of', string>>;

const arrivalsOf = async (
  clickhouse: ClickHouse,
  between: Between,
  accounts: readonly string[],
): Promise<readonly Arrival[]> => {
  const arrivals: Arrival[] = [];
  for (let from = 0; from < accounts.length; from += accounts_max) {
    const found = await clickhouse.query<Arrival>(statements.arrivals, {
      ...between,
      accounts: accounts.slice(from, from + accounts_max),
      rows_max: arrivals_max,
    });
    if (found.length === arrivals_max)
      say(
        `only the ${arrivals_max.toLocaleString('en-US')} events received last are told of some accounts: choose a shorter time`,
      );
    arrivals.push(...found);
  }
  return arrivals;
};

/** Custom models whose version at the later moment is another than at the earlier one. */
const redefinedModels = async (
  clickhouse: ClickHouse,
  { after, as_of }: Between,
): Promise<readonly string[]> => {
  const [before, now] = await Promise.all(
    [after, as_of].map((moment) => clickhouse.query<MilestoneModel>(statements.models, { as_of: moment })),
  );
  return (now ?? [])
    .filter(({ model, version }) => !before?.some((one) => one.model === model && one.version === version))
    .map(({ model, version }) => `${model} version ${version}`);
};
