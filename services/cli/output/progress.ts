// A progress bar on a terminal, nothing elsewhere: logs and pipes stay clean.
import { SingleBar } from 'cli-progress';

export interface Progress {
  update(bytesDone: number, events: number): void;
  stop(): void;
}

const silent: Progress = { update: () => undefined, stop: () => undefined };

/** A bar over `bytes_total` on stderr with events and events per second. */
export const startProgress = (bytes_total: number): Progress => {
  if (!process.stderr.isTTY) return silent;
  const bar = new SingleBar({
    format: '  {bar} {percentage}%  {events} events  {rate}/s  {duration_formatted}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 32,
    fps: 5,
    hideCursor: true,
    stream: process.stderr,
  });
  const startedAt = performance.now();
  bar.start(bytes_total, 0, { events: 0, rate: 0 });
  return {
    update: (bytesDone, events) => {
      const seconds = Math.max((performance.now() - startedAt) / 1000, 0.001);
      bar.update(Math.min(bytesDone, bytes_total), { events, rate: Math.round(events / seconds) });
    },
    stop: () => bar.stop(),
  };
};
