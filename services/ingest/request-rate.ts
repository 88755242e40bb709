// How many requests a source may send in a second. Windows begin with a source's first request.

interface Window {
  startedAt: number;
  requests: number;
}

const window_ms = 1_000;

/** Counts per source; sources are those of the write keys, so there are few. */
export class RequestRate {
  readonly #requests_per_second_max: number;
  readonly #windows = new Map<string, Window>();

  constructor(requests_per_second_max: number) {
    this.#requests_per_second_max = requests_per_second_max;
  }

  /** Counts one request at `now` (milliseconds of any clock that only goes forward). False when it is one too many. */
  allows(source: string, now: number): boolean {
    let window = this.#windows.get(source);
    if (!window || now - window.startedAt >= window_ms) {
      window = { startedAt: now, requests: 0 };
      this.#windows.set(source, window);
    }
    window.requests += 1;
    return window.requests <= this.#requests_per_second_max;
  }
}
