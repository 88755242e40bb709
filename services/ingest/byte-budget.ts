// The one bound on ingest's memory: bodies being read, events waiting and events under way to Kafka all take from it.

export class ByteBudget {
  readonly #bytes_max: number;
  #used = 0;
  #peak = 0;

  constructor(bytes_max: number) {
    this.#bytes_max = bytes_max;
  }

  get usedBytes(): number {
    return this.#used;
  }

  /** The most that was ever used. */
  get peakBytes(): number {
    return this.#peak;
  }

  /** False, and nothing taken, where it would be more than there is. */
  take(bytes: number): boolean {
    if (this.#used + bytes > this.#bytes_max) return false;
    this.#used += bytes;
    if (this.#used > this.#peak) this.#peak = this.#used;
    return true;
  }

  give(bytes: number): void {
    this.#used -= bytes;
  }
}
