// `revloop explain`: why an opportunity's credit went where it went.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import pc from 'picocolors';
import { connectAnalyst } from '../analyst.ts';
import { earnedBy } from '../core/explain/earned.ts';
import { explanationOf } from '../core/explain/explanation-json.ts';
import { sectionsOf, type Section } from '../core/explain/explanation.ts';
import type { Told } from '../core/explain/rows.ts';
import { exitCodes, UsageError, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { print } from '@revloop/infra/runtime/say.ts';
import { table } from '../output/table.ts';
import { accountsOf, ask } from './explain-questions.ts';

export interface ExplainOptions {
  readonly lookbackDays: number;
  readonly policy: string;
  readonly model?: string;
  readonly account?: string;
  /** UTC milliseconds. */
  readonly asOf?: number;
  readonly json?: true;
}

/** Exit code 1 where there is no such opportunity; throws a UsageError where several accounts have one, or the model is none. */
export const runExplain = async (opportunity_id: string, options: ExplainOptions): Promise<ExitCode> => {
  const clickhouse = connectAnalyst(process.env, 'explain', { request_ms_max: 60_000 });
  try {
    const account_id = await accountOf(clickhouse, opportunity_id, options);
    const told = await ask(clickhouse, {
      ...{ account_id, opportunity_id },
      lookback_days: options.lookbackDays,
      stage_credit: options.policy,
      as_of_ms: options.asOf,
    });
    const narrowed = narrow(told, options.model);
    await print(
      options.json
        ? `${JSON.stringify(explanationOf(narrowed))}\n`
        : sectionsOf(narrowed).map(readable).join('\n'),
    );
  } finally {
    await clickhouse.close();
  }
  return exitCodes.ok;
};

const accountOf = async (
  clickhouse: ClickHouse,
  opportunity_id: string,
  { account, asOf }: ExplainOptions,
): Promise<string> => {
  const accounts = await accountsOf(clickhouse, opportunity_id, asOf);
  const found = accounts.filter((one) => account === undefined || one === account);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (found.length > 1)
    throw new UsageError(
      `${found.length} accounts have an opportunity ${opportunity_id}: say which, --account ${found.join(' or --account ')}`,
    );
  const whose = account === undefined ? '' : ` of account ${account}`;
  const when = asOf === undefined ? '' : ` by ${new Date(asOf).toISOString()}`;
  throw new SurroundingsError(
    'no_opportunity',
    `no event of an opportunity ${opportunity_id}${whose} was received${when}: those there are: revloop query "SELECT DISTINCT account_id, opportunity_id FROM stage_visits WHERE opportunity_id != ''"; events that were refused: revloop dead-letters list`,
    { retriable: false },
  );
};

/** One model's credit only. */
const narrow = (told: Told, model: string | undefined): Told => {
  if (model === undefined || told.credits.length === 0) return told;
  const credits = told.credits.filter((credit) => credit.model === model);
  if (credits.length > 0) return { ...told, credits };
  const known = earnedBy(told).map((one) => one.model);
  throw new UsageError(
    `there is no credit by a model ${model} here; there is by ${known.join(', ')}${model.startsWith('markov_') ? ' (Markov models: for the configured windows, as known now)' : ''}`,
  );
};

const readable = ({ heading, rows, notes }: Section): string =>
  [
    `${pc.bold(heading)}\n`,
    ...(rows.length > 0 ? [table(rows)] : []),
    ...notes.map((note) => `  ${note}\n`),
  ].join('');
