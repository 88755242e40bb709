// All of Revloop for the time of a measurement, in a home of its own.
import { startAll, type Started } from '../../services/cli/start/start.ts';
import { ownHome, whenBrokenOff } from './process.ts';

/** Starts, waits until everything is ready, and stops whatever became of the work. */
export const whileAllRuns = async <T>(
  say: (line: string) => void,
  work: (started: Started) => Promise<T>,
): Promise<T> => {
  const { env, discard } = await ownHome();
  const started = await startAll({ env, demo: false }, ({ part, text }) => say(`${part}: ${text}`));
  const forget = whenBrokenOff(started.stop);
  try {
    await started.ready;
    return await work(started);
  } finally {
    forget();
    await started.stop();
    discard();
  }
};
