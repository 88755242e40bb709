// When does an acknowledged event show in a relation analysts read? Asked again and again.
import { setTimeout as pause } from 'node:timers/promises';

/** Between an answer and the next question: with the question's own time, how finely visibility is told apart. Asked without a pause, it took half a core. */
const pause_ms_default = 250;
/** Resolves to the probes that show now, those seen before or not; `waiting` are acknowledged and not seen. */
export type Question = (waiting: readonly string[]) => Promise<readonly string[]>;

/** Watches for probes until `stop`. */
export class Sightings {
  /** Milliseconds from acknowledged to visible, by order of sight. */
  readonly delays_ms: number[] = [];
  /** Milliseconds between two questions. */
  readonly gaps_ms: number[] = [];
  /** When each probe was seen first, by performance.now(). */
  readonly seen = new Map<string, number>();
  readonly #ask: Question;
  readonly #pause_ms: number;
  readonly #acknowledged = new Map<string, number>();
  #running = true;
  readonly #watching: Promise<void>;

  constructor(ask: Question, pause_ms = pause_ms_default) {
    this.#ask = ask;
    this.#pause_ms = pause_ms;
    this.#watching = this.#watch();
    this.#watching.catch(() => undefined);
  }

  /** Probes acknowledged and not seen. */
  get waiting(): number {
    return this.#acknowledged.size;
  }

  /** `at` by performance.now(). A probe may be seen before its answer was read: then it took no time. */
  acknowledge(event_id: string, at: number): void {
    const seenAt = this.seen.get(event_id);
    if (seenAt === undefined) this.#acknowledged.set(event_id, at);
    else this.delays_ms.push(Math.max(0, seenAt - at));
  }

  /** Resolves when the last question is answered; rejects with what ended the watch early. */
  async stop(): Promise<void> {
    this.#running = false;
    await this.#watching;
  }

  async #watch(): Promise<void> {
    let last = performance.now();
    while (this.#running) {
      const shown = await this.#ask([...this.#acknowledged.keys()]);
      const at = performance.now();
      this.gaps_ms.push(at - last);
      last = at;
      for (const id of shown) this.#see(id, at);
      await pause(this.#pause_ms);
    }
  }

  #see(event_id: string, at: number): void {
    if (this.seen.has(event_id)) return;
    this.seen.set(event_id, at);
    const acknowledgedAt = this.#acknowledged.get(event_id);
    if (acknowledgedAt === undefined) return;
    this.#acknowledged.delete(event_id);
    this.delays_ms.push(at - acknowledgedAt);
  }
}
