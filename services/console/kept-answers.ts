// Answers that many ask for: one question under way for each of them, kept for a short time, a bounded number of them.

interface Kept<T> {
  readonly asked_at: number;
  readonly answer: Promise<T>;
  under_way: boolean;
}

export class KeptAnswers<T> {
  readonly #kept = new Map<string, Kept<T>>();
  readonly #entries_max: number;
  readonly #clock: () => number;
  #valid_from = -Infinity;

  /** `clock`: milliseconds that never go back. */
  constructor(entries_max: number, clock: () => number = () => performance.now()) {
    this.#entries_max = entries_max;
    this.#clock = clock;
  }

  /** The answer under `key`: the one under way, or one that was asked for less than `fresh_ms` ago, else `ask`'s. What fails is told to those who wait, and not kept. */
  get(key: string, fresh_ms: number, ask: () => Promise<T>): Promise<T> {
    const now = this.#clock();
    const kept = this.#kept.get(key);
    if (kept && kept.asked_at >= this.#valid_from && (kept.under_way || now - kept.asked_at < fresh_ms))
      return kept.answer;
    return this.#ask(key, now, ask);
  }

  /** What was asked for before now is shown to nobody who comes later. */
  expire(): void {
    this.#valid_from = this.#clock();
  }

  #ask(key: string, asked_at: number, ask: () => Promise<T>): Promise<T> {
    const entry: Kept<T> = { asked_at, answer: ask(), under_way: true };
    // Deleted first: the map is in the order of asking.
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#entries_max) break;
      this.#kept.delete(oldest);
    }
    entry.answer.then(
      () => (entry.under_way = false),
      () => {
        if (this.#kept.get(key) === entry) this.#kept.delete(key);
      },
    );
    return entry.answer;
  }
}
