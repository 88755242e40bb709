// `revloop stack`: Kafka, registry and ClickHouse alone, until Ctrl-C.
import { exitCodes, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';

export interface StackOptions {
  readonly json?: true;
  readonly printEnv?: true;
}

/** Returns once the stack is up; the process then lives until a signal stops it. Faults end the process with exit code 1. */
export const runStack = async ({ json, printEnv }: StackOptions): Promise<ExitCode> => {
  const stack = await import('@revloop/infra/stack/run-stack.ts');
  await stack.runStack([...(json ? ['--json'] : []), ...(printEnv ? ['--print-env'] : [])]);
  return exitCodes.ok;
};
