// The parts that can be hit: who runs under which pid, and how often each has answered since the start.
import type { PartLine } from '@revloop/infra/runtime/supervise.ts';
import { eventually } from '../../support/eventually.ts';

export const partNames = [
  'ingest',
  'sink',
  'kafka',
  'clickhouse',
  'registry',
  'attribution',
  'alerting',
] as const;
export type PartName = (typeof partNames)[number];

/** Follows the parts' own reports. */
export class Parts {
  readonly #answers = new Map<string, number>();
  readonly #pids: () => Readonly<Record<string, number | undefined>>;

  constructor(pids: () => Readonly<Record<string, number | undefined>>) {
    this.#pids = pids;
  }

  /** To be told every line of every part. */
  readonly hear = ({ part, text }: PartLine): void => {
    if (text.startsWith('answers')) this.#answers.set(part, this.lives(part) + 1);
  };

  /** How many lives of the part have answered. */
  lives(part: string): number {
    return this.#answers.get(part) ?? 0;
  }

  /** A signal to the part's process; waits for one when it is just being started again. Resolves to its pid. */
  async signal(part: PartName, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): Promise<number> {
    const pid = await eventually(
      `${part} has a process`,
      () => Promise.resolve(this.#pids()[part]),
      (found) => found !== undefined,
    );
    process.kill(pid as number, signal);
    return pid as number;
  }

  /** Waits until the part has another process. */
  async runsAgain(part: PartName, formerPid: number): Promise<void> {
    await eventually(
      `${part} runs again`,
      () => Promise.resolve(this.#pids()[part]),
      (pid) => pid !== undefined && pid !== formerPid,
    );
  }

  /** Waits until a life of the part after the `lives`-th answers. */
  async answersAgain(part: PartName, lives: number): Promise<void> {
    await eventually(
      `${part} answers again`,
      () => Promise.resolve(this.lives(part)),
      (now) => now > lives,
      120_000,
    );
  }
}
