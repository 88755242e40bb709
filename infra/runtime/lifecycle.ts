// Start in order, stop in reverse, within a deadline; a second signal forces; what cannot be handled ends the process.
import type { Logger } from './log.ts';
import { reasonOf } from './errors.ts';

export type Stop = () => Promise<void> | void;

/** What a service has started so far; stops it in reverse order on SIGTERM or SIGINT. */
export class Lifecycle {
  readonly #log: Logger;
  readonly #stops: { name: string; stop: Stop }[] = [];
  readonly #stopMsMax: number;
  #stopping = false;

  constructor(log: Logger, stopMsMax = 15_000) {
    this.#log = log;
    this.#stopMsMax = stopMsMax;
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => void this.#onSignal(signal));
    process.on('unhandledRejection', (error) => this.crash(error));
    process.on('uncaughtException', (error) => this.crash(error));
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** Registers how to stop what has just been started. */
  onStop(name: string, stop: Stop): void {
    this.#stops.push({ name, stop });
  }

  /** A bug or a broken client: say so and end; the supervisor starts a new process, which recovers from Kafka and ClickHouse. */
  crash(error: unknown): void {
    this.#log.fatal({ err: error }, 'crashed');
    process.exit(1);
  }

  async #onSignal(signal: string): Promise<void> {
    if (this.#stopping) process.exit(130);
    this.#stopping = true;
    this.#log.info({ signal }, 'stopping');
    setTimeout(() => {
      this.#log.error({ stop_ms_max: this.#stopMsMax }, 'stop took too long, forced');
      process.exit(1);
    }, this.#stopMsMax).unref();
    for (const { name, stop } of this.#stops.reverse()) {
      try {
        await stop();
      } catch (error) {
        this.#log.error({ part: name, reason: reasonOf(error) }, 'stop failed');
      }
    }
    this.#log.info('stopped');
    process.exit(0);
  }
}
