// Does memory grow? Resident sizes of processes, once a second.
import { median, rounded } from './bench.ts';
import { rssMb } from './resources.ts';

/** Samples until `stop`; a process that is being restarted has no size for a moment. */
export class MemoryWatch {
  readonly #samples: Readonly<Record<string, number>>[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(pids: () => Readonly<Record<string, number>>) {
    this.#timer = setInterval(() => {
      this.#samples.push(
        Object.fromEntries(Object.entries(pids()).flatMap(([name, pid]) => sizeOf(name, pid))),
      );
    }, 1_000);
  }

  /**
   * By process: median of the second minute (megabytes), of the last, and growth between them in percent. Of a run too short for that, the
   * middle and the last third.
   */
  stop(): Readonly<Record<string, { from_mb: number; to_mb: number; growth_percent: number }>> {
    clearInterval(this.#timer);
    const all = this.#samples.length;
    const window = Math.min(60, Math.floor(all / 3));
    const names = Object.keys(this.#samples[0] ?? {});
    const middle = (from: number, name: string): number =>
      median(this.#samples.slice(from, from + window).flatMap((sample) => sample[name] ?? []));
    return Object.fromEntries(
      names.map((name) => {
        const [from_mb, to_mb] = [middle(window, name), middle(all - window, name)];
        return [name, { from_mb, to_mb, growth_percent: rounded((to_mb / from_mb - 1) * 100, 1) }];
      }),
    );
  }
}

const sizeOf = (name: string, pid: number): [string, number][] => {
  try {
    return [[name, rssMb(pid)]];
  } catch {
    return [];
  }
};
