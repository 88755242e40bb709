// `revloop sla`: policies linted, tested and simulated. A program of its own beside the service; it writes nothing.
import { reasonOf, SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import { lintHelp, runLint } from './sla/lint-command.ts';
import { exitCodes, UsageError, type ExitCode } from './sla/outcome.ts';
import { endQuietlyOnClosedPipe, print, say } from './sla/say.ts';
import { runTest, testHelp } from './sla/test-command.ts';

const help = `Usage: revloop sla <command>

Lints, tests and simulates the policies of handoff SLAs.

Commands:
  lint [FILE]      tell faults, gaps, overlaps and what never holds
  test FILE...     run cases: events in, facts expected
  simulate DRAFT   judge stored months by a draft, beside the present policies

revloop sla <command> --help says more.

Examples:
  $ revloop sla lint drafts/policies.yaml
  $ revloop sla test drafts/policies.cases.yaml
  $ revloop sla simulate drafts/policies.yaml --from 90d --as-if-always
`;

interface SlaCommand {
  readonly help: string;
  readonly run: (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<ExitCode>;
}

/** Each is loaded only when it is used: a file is linted without a client of ClickHouse. */
const commandOf = async (name: string): Promise<SlaCommand | undefined> => {
  if (name === 'lint') return { help: lintHelp, run: runLint };
  if (name === 'test') return { help: testHelp, run: runTest };
  if (name !== 'simulate') return undefined;
  const { simulateHelp, runSimulate } = await import('./sla/simulate-command.ts');
  return { help: simulateHelp, run: runSimulate };
};

const isHelp = (arg: string): boolean => arg === '--help' || arg === '-h';

const runSla = async ([name = '--help', ...args]: readonly string[]): Promise<ExitCode> => {
  if (isHelp(name)) {
    await print(help);
    return exitCodes.ok;
  }
  const command = await commandOf(name);
  if (!command) throw new UsageError(`unknown command '${name}'; there are lint, test and simulate`);
  if (!args.some(isHelp)) return await command.run(args, process.env);
  await print(command.help);
  return exitCodes.ok;
};

endQuietlyOnClosedPipe();
try {
  process.exitCode = await runSla(process.argv.slice(2));
} catch (error) {
  // A bug keeps its stack.
  if (!(error instanceof UsageError) && !(error instanceof SurroundingsError)) throw error;
  const hint = error instanceof UsageError ? ' (see --help)' : '';
  say(`revloop sla: ${reasonOf(error)}${hint}`);
  process.exitCode = error instanceof UsageError ? exitCodes.usage : exitCodes.problems;
}
