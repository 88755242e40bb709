// What waits for one channel and is gathered together: later (not ready, or held), gathering for the others, and released to be sent.
import type { ChannelRules, Directory, Gathering } from './directory.ts';
import { DueHeap } from './due-heap.ts';
import type { Hold } from './holds.ts';
import type { Item } from './item.ts';
import { itemHold } from './item-hold.ts';
import { Pace } from './pace.ts';

/** What one digest covers at most. */
export const digest_items_max = 10_000;
/** After a digest what comes next gathers at least so long: a storm becomes few of them. */
const digest_gap_ms = 60_000;

export interface Batch {
  readonly items: readonly Item[];
  readonly isDigest: boolean;
}

interface Later {
  readonly item: Item;
  readonly not_before: number;
  readonly why: Hold['why'] | undefined;
}

export class Waiting {
  readonly #channel: ChannelRules;
  #directory: Directory;
  readonly #gathering: Gathering;
  readonly #pace: Pace;
  readonly #later = new Map<string, Later>();
  readonly #gathered = new Map<string, Item>();
  readonly #released = new Map<string, Item>();
  /** When each later entry is due. */
  readonly #due = new DueHeap();
  /** When the first of those that gather came. */
  #opened_at = Infinity;
  #not_before = 0;

  constructor(channel: ChannelRules, directory: Directory, gathering: Gathering) {
    this.#channel = channel;
    this.#directory = directory;
    this.#gathering = gathering;
    this.#pace = new Pace(gathering.per_minute);
  }

  get size(): number {
    return this.#later.size + this.#gathered.size + this.#released.size;
  }

  /** Whether anything waits that neither its time nor a hold keeps back. */
  get hasReady(): boolean {
    return this.#gathered.size + this.#released.size > 0;
  }

  /** Everything that neither its time nor a hold keeps back. */
  ready(now: number): readonly Item[] {
    this.#promote(now);
    return [...this.#gathered.values(), ...this.#released.values()];
  }

  /** What waits of a clock, and what holds it back. */
  of(key: string): { readonly item: Item; readonly why: Hold['why'] | undefined } | undefined {
    const item = this.#gathered.get(key) ?? this.#released.get(key);
    return item ? { item, why: undefined } : this.#later.get(key);
  }

  put(key: string, item: Item, now: number): void {
    this.remove(key);
    const hold = itemHold(item, this.#channel, this.#directory, now);
    const not_before = Math.max(item.ready_at, hold?.until ?? 0);
    if (not_before > now) {
      this.#later.set(key, { item, not_before, why: hold?.why });
      this.#due.set(key, not_before);
      return;
    }
    this.#gathered.set(key, item);
    this.#opened_at = Math.min(this.#opened_at, now);
  }

  /** Other quiet hours, silences and pauses are in force: what they held, or hold from now on, is looked at again. */
  setDirectory(directory: Directory, now: number): void {
    this.#directory = directory;
    const all = [...this.#later].map(([key, { item }]) => [key, item] as const);
    for (const [key, item] of [...all, ...this.#gathered, ...this.#released]) this.put(key, item, now);
  }

  remove(key: string): void {
    if (this.#later.delete(key)) this.#due.set(key, undefined);
    this.#released.delete(key);
    if (this.#gathered.delete(key) && this.#gathered.size === 0) this.#opened_at = Infinity;
  }

  /** Everything whose deadline has passed. */
  takeExpired(now: number): readonly Item[] {
    const all = [...this.#later.values()].map(({ item }) => item);
    const expired = [...all, ...this.#gathered.values(), ...this.#released.values()].filter(
      (item) => item.deadline <= now,
    );
    for (const item of expired) this.remove(item.clock.key);
    return expired;
  }

  /** Takes out what is to be sent next; none where nothing is, by what is known now: then `nextAt` says when to ask again. */
  take(now: number): Batch | undefined {
    this.#promote(now);
    if (this.#released.size === 0 || this.#not_before > now || this.#pace.freeAt(now) > now) return undefined;
    const isDigest = this.#released.size >= this.#gathering.digest_from;
    const items = this.#free(isDigest ? digest_items_max : 1, now);
    if (items.length === 0) return undefined;
    const isStillDigest = items.length >= this.#gathering.digest_from;
    if (isStillDigest) this.#not_before = now + Math.max(this.#gathering.wait_ms, digest_gap_ms);
    // Some were held meanwhile: those that are left go one by one.
    const sent = isStillDigest ? items : items.slice(0, 1);
    for (const { clock } of sent) this.#released.delete(clock.key);
    this.#pace.note(now);
    return { items: sent, isDigest: isStillDigest };
  }

  nextAt(now: number): number {
    const gathered_at = this.#opened_at + this.#gathering.wait_ms;
    const released_at =
      this.#released.size > 0 ? Math.max(this.#not_before, this.#pace.freeAt(now)) : Infinity;
    return Math.min(this.#due.next_ms ?? Infinity, gathered_at, released_at);
  }

  /** The first that nothing holds back; what is held goes to wait for the end of it. */
  #free(count_max: number, now: number): readonly Item[] {
    const free: Item[] = [];
    for (const [key, item] of this.#released) {
      if (free.length === count_max) break;
      if (itemHold(item, this.#channel, this.#directory, now)) this.put(key, item, now);
      else free.push(item);
    }
    return free;
  }

  #promote(now: number): void {
    for (const key of this.#due.takeDue(now, Infinity)) {
      const later = this.#later.get(key);
      if (later) this.put(key, later.item, now);
    }
    if (this.#gathered.size === 0 || this.#opened_at + this.#gathering.wait_ms > now) return;
    for (const [key, item] of this.#gathered) this.#released.set(key, item);
    this.#gathered.clear();
    this.#opened_at = Infinity;
  }
}
