// `revloop start`: the stack and every service until Ctrl-C, with demo journeys where asked.
import { exitCodes, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';

/** Returns once everything is up; the process then lives until a signal stops it. Faults end the process with exit code 1. */
export const runStart = async ({ demo }: { readonly demo?: true }): Promise<ExitCode> => {
  const start = await import('../start/run-start.ts');
  await start.runStart({ demo: demo === true });
  return exitCodes.ok;
};
