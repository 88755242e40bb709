// Keeps a child process running: waits until it answers, restarts it when it dies unasked, stops it within a deadline.
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SurroundingsError, reasonOf } from './errors.ts';
import { killGroup, spawnGuarded } from './guarded-spawn.ts';
import { lastWordsOf } from './last-words.ts';
import { RotatingFile } from './rotating-file.ts';

/** One thing that happened to a part, for people: `kafka`, `answers after 1.4 s`. */
export interface PartLine {
  readonly part: string;
  readonly text: string;
}
export type Report = (line: PartLine) => void;

export interface ChildPlan {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** The folder for `<name>.log`. */
  readonly logs: string;
  /** Resolves once the child truly answers; gives up when the signal aborts. */
  readonly answers: (signal: AbortSignal) => Promise<void>;
  /** How to ask it to end: a signal, or the end of its standard input. */
  readonly stopBy: 'SIGTERM' | 'stdin';
  readonly stop_ms_max: number;
}

// Before it answered for the first time, a child that keeps dying has a fault that restarting does not heal.
const deathsBeforeAnswerMax = 3;
const pauseMsMin = 200;
const pauseMsMax = 10_000;
/** A child that ran this long was well: its next death is restarted at once again. */
const wellMs = 60_000;
const tailCharsMax = 2_000;

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** A supervised child, running from construction until `stop`. */
export class SupervisedChild {
  readonly name: string;
  /** Settles once: the child answers for the first time, or it is clear that it never will. */
  readonly ready: Promise<void>;
  readonly #plan: ChildPlan;
  readonly #report: Report;
  readonly #log: RotatingFile;
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;
  #child: ChildProcess | undefined;
  #gone: Promise<string> = Promise.resolve('');
  #tail = '';

  constructor(plan: ChildPlan, report: Report) {
    this.name = plan.name;
    this.#plan = plan;
    this.#report = report;
    this.#log = new RotatingFile(join(plan.logs, `${plan.name}.log`));
    const first = Promise.withResolvers<void>();
    this.ready = first.promise;
    // Whoever waits for it gets the error; nobody has to.
    this.ready.catch(() => undefined);
    this.#running = this.#keepRunning(first.resolve, first.reject);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Asks the child to end, forces it after its deadline. */
  async stop(): Promise<void> {
    if (!this.#stopped.signal.aborted) {
      this.#stopped.abort();
      const child = this.#child;
      if (child) {
        const deadline = setTimeout(() => this.kill(), this.#plan.stop_ms_max);
        child.stdin?.end();
        if (this.#plan.stopBy === 'SIGTERM') child.kill('SIGTERM');
        await this.#gone;
        clearTimeout(deadline);
      }
    }
    await this.#running;
  }

  /** SIGKILL, at once. */
  kill(): void {
    this.#stopped.abort();
    if (this.#child) killGroup(this.#child);
  }

  async #keepRunning(answered: () => void, failed: (error: unknown) => void): Promise<void> {
    const stopped = this.#stopped.signal;
    let everAnswered = false;
    let deaths = 0;
    let pauseMs = pauseMsMin;
    while (!stopped.aborted) {
      const startedAt = performance.now();
      const how = await this.#runOnce(
        () => {
          const again = deaths > 0 ? 'answers again' : 'answers';
          this.#report({ part: this.name, text: `${again} after ${seconds(startedAt)}` });
          everAnswered = true;
          answered();
        },
        (error) => {
          this.#report({ part: this.name, text: reasonOf(error) });
          // Waiting as long once more would not help a part that has never answered.
          if (everAnswered) return;
          failed(error);
          this.#stopped.abort();
        },
      );
      if (stopped.aborted) break;
      deaths++;
      if (performance.now() - startedAt > wellMs) pauseMs = pauseMsMin;
      if (!everAnswered && deaths >= deathsBeforeAnswerMax) return failed(this.#neverAnswered(how));
      this.#report({ part: this.name, text: `died unasked (${how}), restarting in ${pauseMs / 1000} s` });
      await pause(pauseMs, undefined, { signal: stopped }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, pauseMsMax);
    }
    failed(
      new SurroundingsError('stopped', `${this.name} was stopped before it answered`, { retriable: false }),
    );
    this.#log.close();
  }

  /** One life of the child; resolves with how it ended. */
  async #runOnce(onAnswer: () => void, onSilence: (error: unknown) => void): Promise<string> {
    const child = spawnGuarded({ ...this.#plan, grace_s: Math.ceil(this.#plan.stop_ms_max / 1000) });
    const ended = new AbortController();
    this.#child = child;
    this.#tail = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => this.#keep(chunk));
    this.#gone = new Promise((resolve) => {
      child.once('error', (error) => resolve(reasonOf(error)));
      child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    const asked = AbortSignal.any([ended.signal, this.#stopped.signal]);
    const answering = this.#plan.answers(asked).then(onAnswer, (error: unknown) => {
      if (asked.aborted) return;
      onSilence(error);
      killGroup(child);
    });
    const how = await this.#gone;
    ended.abort();
    this.#child = undefined;
    await answering;
    return how;
  }

  #keep(chunk: Buffer): void {
    this.#log.write(chunk);
    this.#tail = (this.#tail + chunk.toString()).slice(-tailCharsMax);
  }

  #neverAnswered(how: string): SurroundingsError {
    const log = join(this.#plan.logs, `${this.name}.log`);
    return new SurroundingsError(
      'part_fails',
      `${this.name} ended ${deathsBeforeAnswerMax} times before it answered (${how}); its last words: ${lastWordsOf(this.#tail) || 'none'}; more in ${log}`,
      { retriable: false },
    );
  }
}
