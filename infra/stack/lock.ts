// One stack per home: a lock file names the process that holds it; a dead holder's lock is taken over.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SurroundingsError } from '../runtime/errors.ts';

export interface HomeLock {
  /** True when the former holder died without letting go: its children may still be ending. */
  readonly tookOver: boolean;
  release(): void;
}

/** When a process began, in clock ticks since boot: a pid alone may have been given to somebody else. */
const startOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
};

const alive = (pid: number, start: string): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return start === '' || startOf(pid) === start;
};

const holderIn = (path: string): { pid: number; start: string } | undefined => {
  try {
    const [pid = '', start = ''] = readFileSync(path, 'utf8').trim().split(' ');
    return { pid: Number(pid), start };
  } catch {
    return undefined;
  }
};

/** Takes the home's lock. Throws `already_started` with the holder's pid when another process has it. */
export const lockHome = (home: string): HomeLock => {
  mkdirSync(home, { recursive: true });
  const path = join(home, 'stack.lock');
  const mine = `${path}.${process.pid}`;
  // Linking a complete file is atomic: nobody ever reads half a lock.
  writeFileSync(mine, `${process.pid} ${startOf(process.pid)}\n`, { mode: 0o600 });
  let tookOver = false;
  try {
    for (;;) {
      try {
        linkSync(mine, path);
        return { tookOver, release: () => rmSync(path, { force: true }) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = holderIn(path);
      if (holder && alive(holder.pid, holder.start)) throw alreadyStarted(holder.pid, home);
      if (holder) {
        tookOver = true;
        renameSync(path, `${mine}.stale`);
        rmSync(`${mine}.stale`);
      }
    }
  } finally {
    rmSync(mine, { force: true });
  }
};

const alreadyStarted = (pid: number, home: string): SurroundingsError =>
  new SurroundingsError(
    'already_started',
    `the stack of ${home} is already running (pid ${pid}): use it, stop it, or set REVLOOP_HOME and the ports for a second one`,
    { retriable: false },
  );
