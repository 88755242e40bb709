// What is due next, by time: a binary heap of keys with one time each; a key set again replaces its former time.

interface Entry {
  readonly at_ms: number;
  readonly key: string;
}

export class DueHeap {
  readonly #heap: Entry[] = [];
  readonly #times = new Map<string, number>();

  get size(): number {
    return this.#times.size;
  }

  /** Time of the earliest key, UTC milliseconds. */
  get next_ms(): number | undefined {
    this.#dropStale();
    return this.#heap[0]?.at_ms;
  }

  /** `undefined` takes the key out. */
  set(key: string, at_ms: number | undefined): void {
    if (at_ms === undefined) this.#times.delete(key);
    else if (this.#times.get(key) !== at_ms) {
      this.#times.set(key, at_ms);
      this.#push({ at_ms, key });
    }
  }

  /** Takes out the keys due at `now` or before, earliest first, at most `count_max`. */
  takeDue(now: number, count_max: number): readonly string[] {
    const due: string[] = [];
    while (due.length < count_max) {
      const at_ms = this.next_ms;
      if (at_ms === undefined || at_ms > now) break;
      const { key } = this.#pop();
      this.#times.delete(key);
      due.push(key);
    }
    return due;
  }

  /** Entries of keys that were set again or taken out stay in the heap until they come up; then they go. */
  #dropStale(): void {
    for (let top = this.#heap[0]; top && this.#times.get(top.key) !== top.at_ms; top = this.#heap[0])
      this.#pop();
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((heap[parent]?.at_ms ?? 0) <= entry.at_ms) break;
      heap[at] = heap[parent] as Entry;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): Entry {
    const heap = this.#heap;
    const [top, last] = [heap[0] as Entry, heap.pop() as Entry];
    if (heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && timeAt(heap, child + 1) < timeAt(heap, child)) child += 1;
      if (timeAt(heap, child) >= last.at_ms) break;
      heap[at] = heap[child] as Entry;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

const timeAt = (heap: readonly Entry[], at: number): number => heap[at]?.at_ms ?? Infinity;
