// `revloop stack`: Kafka, registry and ClickHouse alone, until Ctrl-C. The program is infra's own.
import { fileURLToPath } from 'node:url';
import { exitCodes } from '../exit-codes.ts';

export interface StackOptions {
  readonly json?: true;
  readonly printEnv?: true;
}

/** Hands over to infra's program, which reads its own arguments and ends by a signal. */
export const runStack = async ({ json, printEnv }: StackOptions): Promise<number> => {
  const program = fileURLToPath(import.meta.resolve('@revloop/infra/stack/main.ts'));
  const flags = [...(json ? ['--json'] : []), ...(printEnv ? ['--print-env'] : [])];
  process.argv = [process.execPath, program, ...flags];
  await import('@revloop/infra/stack/main.ts');
  return typeof process.exitCode === 'number' ? process.exitCode : exitCodes.ok;
};
