// `revloop sla …`: alerting's own program, run by path: services meet only in topics and tables, so its policies are not read here.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { exitCodes } from '@revloop/infra/runtime/exit-codes.ts';
import type { AddCommand, RunCommand } from './operations.ts';

const program = join(projectRoot, 'services', 'alerting', 'sla.ts');

export const addSla = (command: AddCommand, run: RunCommand): void => {
  command('sla', 'lint, test and simulate the policies of handoff SLAs')
    .argument('[arguments...]')
    // Its help, its options and what is wrong with them are the program's to say.
    .helpOption(false)
    .allowUnknownOption()
    .action((args: readonly string[]) => run(() => runSla(args)));
};

/** Its exit code. Output and input are this process's own. */
const runSla = async (args: readonly string[]): Promise<number> => {
  const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', program, ...args], {
    stdio: 'inherit',
  });
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  // Ctrl-C reaches both processes; this one waits for the other to end.
  const wait = (): void => undefined;
  process.on('SIGINT', wait);
  process.on('SIGTERM', pass);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('SIGINT', wait);
  process.off('SIGTERM', pass);
  return code ?? exitCodes.problems;
};
