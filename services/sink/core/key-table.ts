// The event keys of one batch, exactly: which row had a key first. Open addressing over plain arrays: a Map of bigints takes ten times as long.

/** Rows by 64-bit key, in two 32-bit words. */
export class KeyTable {
  #mask = 0;
  #rows = new Int32Array(0);
  #lows = new Uint32Array(0);
  #highs = new Uint32Array(0);

  /** Forgets everything and makes room for `rows` keys. */
  reset(rows: number): void {
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, rows * 2)));
    if (size > this.#rows.length) {
      this.#rows = new Int32Array(size);
      this.#lows = new Uint32Array(size);
      this.#highs = new Uint32Array(size);
    }
    this.#mask = this.#rows.length - 1;
    this.#rows.fill(-1);
  }

  /** Adds `row` under a key that is new; otherwise the first row that had it. -1: it was new. */
  add(low: number, high: number, row: number): number {
    const slot = this.#slot(low, high);
    const first = this.#rows[slot] as number;
    if (first >= 0) return first;
    this.#rows[slot] = row;
    this.#lows[slot] = low;
    this.#highs[slot] = high;
    return -1;
  }

  has(low: number, high: number): boolean {
    return this.#rows.length > 0 && (this.#rows[this.#slot(low, high)] as number) >= 0;
  }

  #slot(low: number, high: number): number {
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & this.#mask;
    while (
      (this.#rows[slot] as number) >= 0 &&
      (this.#lows[slot] !== low >>> 0 || this.#highs[slot] !== high >>> 0)
    )
      slot = (slot + 1) & this.#mask;
    return slot;
  }
}
