// The stack alone, until Ctrl-C: what `revloop stack` and `node infra/stack/main.ts` do.
import { parseArgs } from 'node:util';
import { reasonOf } from '../runtime/errors.ts';
import { hideTimeoutWarnings } from '../runtime/hide-timeout-warnings.ts';
import { composeEnvironment } from './environment.ts';
import { ensureSecrets, secretsFolder } from './secrets.ts';
import { readStackSettings } from './settings.ts';
import { startStack, type Stack } from './stack.ts';
import { stopOnSignals } from './stop-on-signals.ts';

const help = `Starts Kafka, the schema registry and ClickHouse, and stops them on Ctrl-C (a second Ctrl-C forces).

  npm run stack -- [--json | --print-env | --help]

  --json        one JSON line on standard output when everything answers
  --print-env   prints the environment for docker-compose.yml (secrets are made if there are none) and ends
  --help        this text

Settings (environment): REVLOOP_STACK=embedded|docker|external, REVLOOP_HOME, REVLOOP_JARS, REVLOOP_KAFKA_PORT,
REVLOOP_REGISTRY_PORT, REVLOOP_CLICKHOUSE_PORT; for external: REVLOOP_KAFKA_BROKERS, REVLOOP_REGISTRY_URL,
REVLOOP_CLICKHOUSE_URL.
`;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const printWhere = ({ provider, home, addresses, pids }: Stack, json: boolean, seconds: string): void => {
  if (json)
    return void process.stdout.write(`${JSON.stringify({ provider, home, ...addresses, pids: pids() })}\n`);
  process.stdout.write(
    [
      `The stack (${provider}) is up after ${seconds} s:`,
      `  Kafka       ${addresses.kafka}`,
      `  registry    ${addresses.registryUrl}`,
      `  ClickHouse  ${addresses.clickhouseUrl}  (users revloop, analyst, console)`,
      `  secrets     ${secretsFolder(home)}`,
      'Ctrl-C stops all.\n',
    ].join('\n'),
  );
};

const printEnvironment = (): void => {
  const { home, env, ports } = readStackSettings(process.env);
  for (const [name, value] of Object.entries(composeEnvironment(ensureSecrets(home, env), ports))) {
    process.stdout.write(`${name}=${value}\n`);
  }
};

const run = async (json: boolean): Promise<void> => {
  hideTimeoutWarnings();
  const startedAt = performance.now();
  const settings = readStackSettings(process.env);
  const stack = await startStack(settings, ({ part, text }) => say(`${part}: ${text}`));
  const stopAsked = stopOnSignals(stack, say);
  try {
    await Promise.all([stack.ready.kafka, stack.ready.clickhouse, stack.ready.registry]);
  } catch (error) {
    if (stopAsked()) return;
    await stack.stop();
    throw error;
  }
  printWhere(stack, json, ((performance.now() - startedAt) / 1000).toFixed(1));
};

/** Runs the stack command with its arguments. Faults are printed, one sentence a line, and end with exit code 1. */
export const runStack = async (args: readonly string[]): Promise<void> => {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const { values } = parseArgs({
      args: [...args],
      options: { json: flag, help: { ...flag, short: 'h' }, 'print-env': flag },
    });
    if (values.help) process.stdout.write(help);
    else if (values['print-env']) printEnvironment();
    else await run(values.json);
  } catch (error) {
    for (const line of reasonOf(error).split('\n')) say(`revloop: ${line}`);
    // What was started is stopped by now; a client's open handle must not keep a failed command alive.
    process.exit(1);
  }
};
