// `revloop start [--demo]`: everything until Ctrl-C, told line by line.
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { hideTimeoutWarnings } from '@revloop/infra/runtime/hide-timeout-warnings.ts';
import { secretsFolder } from '@revloop/infra/stack/secrets.ts';
import { stopOnSignals } from '@revloop/infra/stack/stop-on-signals.ts';
import { startAll, type Started } from './start.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const printWhere = ({ stack, ports }: Started, seconds: string): void => {
  const url = (port: number): string => `http://127.0.0.1:${port}`;
  process.stdout.write(
    [
      `Revloop is up after ${seconds} s (stack: ${stack.provider}):`,
      `  page        ${url(ports.console)}`,
      `  events in   POST ${url(ports.ingest)}/v1/events  (write key in ${secretsFolder(stack.home)}/write-key)`,
      `  analysts    ${stack.addresses.clickhouseUrl}  (user analyst, password in ${secretsFolder(stack.home)}/analyst-password)`,
      `  Kafka       ${stack.addresses.kafka}`,
      `  registry    ${stack.addresses.registryUrl}`,
      'Ctrl-C stops all.\n',
    ].join('\n'),
  );
};

/** Runs until a signal stops it. Faults are printed, one sentence a line, and end with exit code 1. */
export const runStart = async ({ demo }: { demo: boolean }): Promise<void> => {
  hideTimeoutWarnings();
  const startedAt = performance.now();
  try {
    const started = await startAll({ env: process.env, demo }, ({ part, text }) => say(`${part}: ${text}`));
    const stopAsked = stopOnSignals(started, say);
    try {
      await started.ready;
    } catch (error) {
      if (stopAsked()) return;
      await started.stop();
      throw error;
    }
    printWhere(started, ((performance.now() - startedAt) / 1000).toFixed(1));
  } catch (error) {
    for (const line of reasonOf(error).split('\n')) say(`revloop: ${line}`);
    // What was started is stopped by now; a client's open handle must not keep a failed command alive.
    process.exit(1);
  }
};
