// What is due next, by time: a binary heap of keys with one time each; a key set again replaces its former time. In arrays of numbers and of keys, and a map from a key
// to its place: measured, half the memory of an object an entry.

export class DueHeap {
  readonly #keys: string[] = [];
  readonly #times: number[] = [];
  readonly #places = new Map<string, number>();

  get size(): number {
    return this.#keys.length;
  }

  /** Time of the earliest key, UTC milliseconds. */
  get next_ms(): number | undefined {
    return this.#times[0];
  }

  /** `undefined` takes the key out. */
  set(key: string, at_ms: number | undefined): void {
    const place = this.#places.get(key);
    if (at_ms === undefined) {
      if (place !== undefined) this.#remove(place);
    } else if (place === undefined) this.#settle(this.#keys.length, key, at_ms);
    else if (this.#times[place] !== at_ms) this.#settle(place, key, at_ms);
  }

  /** Takes out the keys due at `now` or before, earliest first, at most `count_max`. */
  takeDue(now: number, count_max: number): readonly string[] {
    const due: string[] = [];
    while (due.length < count_max && this.#timeAt(0) <= now) {
      due.push(this.#keys[0] as string);
      this.#remove(0);
    }
    return due;
  }

  /** The last entry takes the place of the one that goes. */
  #remove(place: number): void {
    this.#places.delete(this.#keys[place] as string);
    const [key, at_ms] = [this.#keys.pop() as string, this.#times.pop() as number];
    if (place < this.#keys.length) this.#settle(place, key, at_ms);
  }

  /** Puts an entry where it belongs, by way of a place that is free. */
  #settle(place: number, key: string, at_ms: number): void {
    let at = place;
    for (let parent = (at - 1) >> 1; at > 0 && this.#timeAt(parent) > at_ms; parent = (at - 1) >> 1) {
      this.#put(at, this.#keys[parent] as string, this.#timeAt(parent));
      at = parent;
    }
    for (let child = this.#earlierChild(at); this.#timeAt(child) < at_ms; child = this.#earlierChild(at)) {
      this.#put(at, this.#keys[child] as string, this.#timeAt(child));
      at = child;
    }
    this.#put(at, key, at_ms);
  }

  #earlierChild(at: number): number {
    const child = 2 * at + 1;
    return this.#timeAt(child + 1) < this.#timeAt(child) ? child + 1 : child;
  }

  #put(at: number, key: string, at_ms: number): void {
    this.#keys[at] = key;
    this.#times[at] = at_ms;
    this.#places.set(key, at);
  }

  #timeAt(at: number): number {
    return this.#times[at] ?? Infinity;
  }
}
