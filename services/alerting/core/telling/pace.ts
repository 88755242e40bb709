// How many messages go within any 60 seconds.

const window_ms = 60_000;

export class Pace {
  readonly #per_minute: number;
  #sent: number[] = [];

  constructor(per_minute: number) {
    this.#per_minute = per_minute;
  }

  /** When the next message may go, UTC milliseconds; `now` or before where it may now. */
  freeAt(now: number): number {
    this.#sent = this.#sent.filter((at) => at > now - window_ms);
    return this.#sent.length < this.#per_minute
      ? now
      : (this.#sent[this.#sent.length - this.#per_minute] ?? now) + window_ms;
  }

  note(now: number): void {
    if (Number.isFinite(this.#per_minute)) this.#sent.push(now);
  }
}
