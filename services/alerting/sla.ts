// `revloop sla`: policies linted, tested and simulated. A program of its own beside the service; it writes nothing.
import { reasonOf, SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import { help, lintHelp, simulateHelp, testHelp } from './sla/help.ts';
import { exitCodes, UsageError, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { endQuietlyOnClosedPipe, print, say } from '@revloop/infra/runtime/say.ts';

interface SlaCommand {
  readonly help: string;
  readonly run: (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<ExitCode>;
}

/** Each is loaded only when it is used: rules of holidays and a client of ClickHouse take their time. */
const commands: ReadonlyMap<string, SlaCommand> = new Map([
  [
    'lint',
    { help: lintHelp, run: async (...call) => (await import('./sla/lint-command.ts')).runLint(...call) },
  ],
  ['test', { help: testHelp, run: async (args) => (await import('./sla/test-command.ts')).runTest(args) }],
  [
    'simulate',
    {
      help: simulateHelp,
      run: async (...call) => (await import('./sla/simulate-command.ts')).runSimulate(...call),
    },
  ],
] satisfies [string, SlaCommand][]);

const isHelp = (arg: string): boolean => arg === '--help' || arg === '-h';

const runSla = async ([name = '--help', ...args]: readonly string[]): Promise<ExitCode> => {
  if (isHelp(name)) {
    await print(help);
    return exitCodes.ok;
  }
  const command = commands.get(name);
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
