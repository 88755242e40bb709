// The command line: which commands there are and how they are called. Each is loaded only when it is used.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { reasonOf, SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import type { DemoOptions } from './commands/demo.ts';
import type { ImportOptions } from './commands/import.ts';
import type { QueryOptions } from './commands/query.ts';
import type { StackOptions } from './commands/stack.ts';
import { addAttribution } from './attribution-commands.ts';
import { exitCodes, UsageError } from '@revloop/infra/runtime/exit-codes.ts';
import { endQuietlyOnClosedPipe, say } from '@revloop/infra/runtime/say.ts';
import { examplesOf } from './examples.ts';
import { addOperations, type Run } from './operations.ts';
import { integer, waitOption } from './options.ts';
import { addSla } from './sla-commands.ts';
import packageJson from './package.json' with { type: 'json' };

const whileIngestIsAway = 'how long to go on trying while ingest does not take events';

/** The whole command line; `run` gets the chosen command. */
const createProgram = (run: (command: Run) => Promise<void>): Command => {
  const program = new Command('revloop')
    .description('B2B revenue funnel: events in, loops, attribution and handoff SLAs out')
    .version(packageJson.version)
    .exitOverride()
    .showHelpAfterError('(see --help)');
  const command = (usage: string, description: string): Command =>
    program
      .command(usage)
      .description(description)
      .addHelpText('after', examplesOf(usage.split(' ')[0] ?? ''));

  command('start', 'start the stack and every service, until Ctrl-C')
    .option('--demo', 'with demo journeys')
    .action((options: { demo?: true }) =>
      run(async () => (await import('./commands/start.ts')).runStart(options)),
    );
  command('stack', 'start Kafka, registry and ClickHouse alone, until Ctrl-C')
    .option('--json', 'one JSON line on stdout when everything answers')
    .option('--print-env', 'print the environment for docker-compose.yml and end')
    .action((options: StackOptions) =>
      run(async () => (await import('./commands/stack.ts')).runStack(options)),
    );
  command('import <file...>', 'send CSV files (or folders of them) to ingest through a mapping')
    .requiredOption(
      '-m, --mapping <name|path>',
      'a mapping that ships (crm, olist) or a YAML file, see services/cli/mappings/README.md',
    )
    .option('--dry-run', 'check everything, send nothing')
    .option('--print', 'print the events as NDJSON instead of sending them')
    .option('--rejects <file>', 'write every row that does not fit to a file, as NDJSON')
    .option('--restart', 'begin anew where an earlier run was interrupted')
    .addOption(waitOption(whileIngestIsAway, 60))
    .option('--json', 'the outcome as one JSON object')
    .action((files: string[], options: ImportOptions) =>
      run(async () => (await import('./commands/import.ts')).runImport(files, options)),
    );
  command('demo', 'send seeded, realistic journeys and say what was planted in them')
    .option('--seed <number>', 'same seed, same journeys', integer(0, 4_294_967_295), 1)
    .option('--accounts <number>', 'how many accounts', integer(1, 100_000), 150)
    .option(
      '--now <time>',
      'ISO 8601 time the journeys lead up to (default: now, or that of the demo sent before)',
    )
    .option('--plan <file>', 'write what is planted as JSON')
    .option('--print', 'print the events as NDJSON instead of sending them')
    .addOption(waitOption(whileIngestIsAway, 60))
    .option('--json', 'what is planted as one JSON object')
    .action((options: DemoOptions) => run(async () => (await import('./commands/demo.ts')).runDemo(options)));
  addQuery(command, run);
  addAttribution(command, run);
  addOperations(command, run);
  addSla(command, run);
  command('status', 'ask every part how it is, and say where the page is')
    .option('--json', 'the states as one JSON object')
    .action((options: { json?: true }) =>
      run(async () => (await import('./commands/status.ts')).runStatus(options)),
    );
  return program;
};

const addQuery = (
  command: (usage: string, description: string) => Command,
  run: (command: Run) => Promise<void>,
): void => {
  const param = (text: string, params: Readonly<Record<string, string>>): Record<string, string> => {
    const at = text.indexOf('=');
    if (at < 1) throw new InvalidArgumentError('must read name=value');
    return { ...params, [text.slice(0, at)]: text.slice(at + 1) };
  };
  command('query [sql]', 'run SQL as the analyst, every row of the answer to stdout')
    .option('-f, --file <file>', 'read the SQL from a file, - for stdin')
    .addOption(
      new Option('--format <format>', 'how rows are written; json is one object a line')
        .choices(['pretty', 'json', 'csv', 'tsv'])
        .default('pretty'),
    )
    .option('--param <name=value>', 'value of a {name:Type} parameter, any number of times', param, {})
    .option('--json', 'the same as --format json')
    .action((sql: string | undefined, options: QueryOptions) =>
      run(async () => (await import('./commands/query.ts')).runQuery(sql, options)),
    );
};

const main = async (): Promise<void> => {
  endQuietlyOnClosedPipe();
  const program = createProgram(async (command) => {
    process.exitCode = await command();
  });
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
};

/** Says what went wrong (commander has said its own) and gives the exit code. A bug keeps its stack. */
const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof UsageError) {
    say(`revloop: ${error.message}`);
    return exitCodes.usage;
  }
  if (!(error instanceof SurroundingsError)) throw error;
  say(`revloop: ${reasonOf(error)}`);
  return exitCodes.problems;
};

await main();
