// `revloop erase`: removes a person, and writes a receipt.
import { connectClickHouse, type ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { readRetention } from '@revloop/infra/kafka/retention.ts';
import { hideTimeoutWarnings } from '@revloop/infra/runtime/hide-timeout-warnings.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { readKafkaSettings, readOwnerSettings } from '../config.ts';
import type { Person } from '../core/erase/person.ts';
import { remainingIn, type Remaining } from '../core/erase/remaining.ts';
import { erase, total, type Erased } from '../erase/erase.ts';
import { createStatements, visitorsOf, type Counts } from '../erase/statements.ts';
import { exitCodes, UsageError, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { print, say } from '@revloop/infra/runtime/say.ts';
import { table } from '../output/table.ts';

export interface EraseOptions {
  readonly contact?: string;
  readonly visitor?: string;
  readonly dryRun?: true;
  readonly yes?: true;
  /** Seconds. */
  readonly wait: number;
  readonly json?: true;
}

/** A mutation of a large table takes its time, and answers when it is through. */
const statement_ms_max = 3_600_000;

/** Exit code 1 where something is left, or the sink could not be waited for: run it again then. */
export const runErase = async (options: EraseOptions): Promise<ExitCode> => {
  checkOptions(options);
  const clickhouse = connectClickHouse({
    ...readOwnerSettings(process.env, 'revloop-erase'),
    request_ms_max: statement_ms_max,
  });
  try {
    const erased_at = Date.now();
    const person = await personOf(clickhouse, options);
    return await (options.dryRun
      ? dryRun(clickhouse, person, erased_at, options)
      : eraseAndTell(clickhouse, person, erased_at, options));
  } finally {
    await clickhouse.close();
  }
};

const checkOptions = ({ contact, visitor, dryRun: isDry, yes }: EraseOptions): void => {
  if ((contact === undefined) === (visitor === undefined))
    throw new UsageError('say whom: either --contact ID or --visitor ID');
  if ((contact ?? visitor) === '') throw new UsageError('the id is empty');
  if (!isDry && !yes)
    throw new UsageError(
      'nothing brings an erased person back: give --yes to erase, or --dry-run to count what would go',
    );
};

const personOf = async (clickhouse: ClickHouse, { contact, visitor = '' }: EraseOptions): Promise<Person> =>
  contact === undefined
    ? { contacts: [], visitors: [visitor] }
    : { contacts: [contact], visitors: await visitorsOf(clickhouse, contact) };

const dryRun = async (
  clickhouse: ClickHouse,
  person: Person,
  erased_at: number,
  { json }: EraseOptions,
): Promise<ExitCode> => {
  const statements = createStatements(clickhouse, person, erased_at);
  const would_remove = await statements.count();
  const accounts = (await statements.accounts()).length;
  const outcome = { dry_run: true, visitors: person.visitors.length, would_remove, accounts };
  await print(json ? `${JSON.stringify(outcome)}\n` : countsText('would be removed', would_remove));
  say(`${accounts} accounts would be computed anew; nothing was removed`);
  return exitCodes.ok;
};

const eraseAndTell = async (
  clickhouse: ClickHouse,
  person: Person,
  erased_at: number,
  options: EraseOptions,
): Promise<ExitCode> => {
  hideTimeoutWarnings();
  const kafka = {
    ...readKafkaSettings(process.env),
    clientId: 'revloop-erase',
    log: createLog('erase'),
  };
  const erased = await erase(clickhouse, kafka, person, erased_at, options.wait * 1000);
  const remaining = remainingIn(await readRetention(kafka), Date.now());
  const receipt = {
    erased_at: new Date(erased_at).toISOString(),
    visitors: person.visitors.length,
    ...erased,
    remaining_in_kafka: remaining,
    outside,
  };
  await print(options.json ? `${JSON.stringify(receipt)}\n` : readable(receipt));
  if (!erased.settled)
    say(`the sink has not stored all it had read within ${options.wait} s: run this again when it has`);
  if (total(erased.left) > 0) say('something of them is left: run this again');
  return erased.settled && total(erased.left) === 0 ? exitCodes.ok : exitCodes.problems;
};

/** What no erasure of ours reaches. */
const outside = [
  'backups of ClickHouse and Kafka',
  'former parts of ClickHouse tables, on its disk for some minutes more (old_parts_lifetime)',
  'logs and memory of services until they are restarted: alerting still knows handoffs it had read',
  'what consumers of the topics, webhooks and exports were told',
];

const countsText = (heading: string, counts: Counts): string =>
  table([['table', heading], ...Object.entries(counts)]);

const readable = (
  receipt: Erased & {
    readonly erased_at: string;
    readonly visitors: number;
    readonly remaining_in_kafka: readonly Remaining[];
  },
): string => {
  const elsewhere = Object.entries(receipt.named_elsewhere).filter(([, rows]) => rows > 0);
  return [
    `Erased at ${receipt.erased_at}, with ${receipt.visitors} visitors; ${receipt.accounts} accounts computed anew.\n\n`,
    countsText('rows removed', receipt.removed),
    ...(elsewhere.length > 0
      ? ['\nEvents of others that name the same id as something else, which stay:\n', table(elsewhere)]
      : []),
    '\nWhat Kafka keeps until its retention is over:\n',
    table([
      ['topic', 'gone by'],
      ...receipt.remaining_in_kafka.map(({ topic, gone_by }) => [topic, gone_by ?? 'never']),
    ]),
    '\nOutside of this erasure:\n',
    ...outside.map((line) => `  ${line}\n`),
  ].join('');
};
