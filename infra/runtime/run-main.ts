// Runs a program's main: bad surroundings end in one log line and exit code 1, never in a stack trace.
import { SurroundingsError } from './errors.ts';
import type { Logger } from './log.ts';

/** Awaits `main`; a `SurroundingsError` is said in one line. Anything else is a bug and keeps its stack. */
export const runMain = async (log: Logger, main: () => Promise<unknown>): Promise<void> => {
  try {
    await main();
  } catch (error) {
    if (error instanceof SurroundingsError)
      log.fatal({ code: error.code, reason: error.message }, 'cannot go on');
    else log.fatal({ err: error }, 'crashed');
    process.exit(1);
  }
};
