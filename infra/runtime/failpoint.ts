// Where a process can be told to die: after one numbered side effect and before the next, which no kill from outside hits reliably.
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** The folder whose files are armed failpoints; without it every failpoint is one comparison. */
const folder = process.env['REVLOOP_FAILPOINTS'];

/** Takes an armed failpoint: whoever removes the file has hit it, so that of two processes only one dies. */
const armed = (path: string): boolean => {
  try {
    rmSync(path);
    return true;
  } catch {
    return false;
  }
};

/**
 * Ends the process with SIGKILL, as `kill -9` does, when the file `name` stands in the folder that REVLOOP_FAILPOINTS names; the file is removed
 * before, so the next life passes. Without that setting, or without that file, it does nothing.
 */
export const failpoint = (name: string): void => {
  if (folder === undefined || !armed(join(folder, name))) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way: until it is here, nothing else of this process may run.
  for (;;);
};
