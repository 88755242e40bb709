// A progress bar on a terminal, nothing elsewhere: logs and pipes stay clean.
import { SingleBar } from 'cli-progress';

export interface RebuildProgress {
  update(accountsDone: number): void;
  stop(): void;
}

/** A bar over so many accounts on stderr. */
export const startRebuildProgress = (accounts: number): RebuildProgress => {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: '  {bar} {percentage}%  {value} of {total} accounts  {duration_formatted}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 32,
    fps: 5,
    hideCursor: true,
    stream: process.stderr,
  });
  bar.start(accounts, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
};
