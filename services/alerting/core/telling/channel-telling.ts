// One channel: what waits for it, what is under way, and what to do next. Nothing of it holds up another channel.
import { Attempts, type Attempt } from './attempts.ts';
import { deliveryOf, type Delivery, type Outcome } from './delivery.ts';
import type { ChannelRules, Directory } from './directory.ts';
import { Health, type ChannelHealth } from './health.ts';
import type { Hold } from './holds.ts';
import { isSameItem, type Item } from './item.ts';
import { itemHold } from './item-hold.ts';
import { Pace } from './pace.ts';
import { Waiting } from './waiting.ts';

/** The next thing to do on a channel; `wait`: until a time, or until something happens. */
export type Step =
  | { readonly do: 'send'; readonly delivery: Delivery }
  | { readonly do: 'give_up'; readonly delivery: Delivery; readonly why: string }
  | { readonly do: 'wait'; readonly until: number };

const expiry_check_ms = 60_000;

export interface Dropped {
  readonly item: Item;
  /** What held it back at the end; `over`: nothing did, it was over before its turn. */
  readonly why: Hold['why'] | 'over';
}

export class ChannelTelling {
  readonly rules: ChannelRules;
  #directory: Directory;
  readonly #groups = new Map<string, Waiting>();
  readonly #where = new Map<string, Waiting>();
  readonly #attempts = new Attempts();
  readonly #health = new Health();
  readonly #pace: Pace;
  #expiry_at = 0;

  constructor(rules: ChannelRules, directory: Directory) {
    this.rules = rules;
    this.#directory = directory;
    this.#pace = new Pace(rules.gathering.per_minute);
  }

  /** The organisation has changed. */
  setDirectory(directory: Directory, now: number): void {
    this.#directory = directory;
    for (const group of this.#groups.values()) group.setDirectory(directory, now);
  }

  get health(): ChannelHealth {
    return this.#health.view(this.waiting);
  }

  /** Clocks of which something waits to be told, or is being told. */
  get waiting(): number {
    return this.#where.size + this.#attempts.size;
  }

  has(key: string): boolean {
    return this.#where.has(key) || this.#attempts.of(key) !== undefined;
  }

  /** What nothing holds back, by what gathers together. */
  sendable(now: number): readonly (readonly Item[])[] {
    return [...this.#groups.values()].map((group) => group.ready(now));
  }

  /** What waits to be told of a clock, and is not under way. */
  waitingOf(key: string): Item | undefined {
    const attempt = this.#attempts.of(key);
    if (attempt) return attempt.retry_at === Infinity ? undefined : attempt.items.get(key);
    return this.#where.get(key)?.of(key)?.item;
  }

  /** What is to be told of a clock from now on; undefined: nothing. What waited before and is not to be told any more. */
  place(key: string, item: Item | undefined, now: number): Dropped | undefined {
    const attempt = this.#attempts.of(key);
    if (attempt?.retry_at === Infinity) {
      attempt.recheck.add(key);
      return undefined;
    }
    const waiting = attempt ? undefined : this.#where.get(key)?.of(key);
    const former = attempt?.items.get(key) ?? waiting?.item;
    if (former && item && isSameItem(former, item)) return undefined;
    this.forget(key);
    if (item) this.#put(key, item, now);
    const isOver = former?.kind === 'alert' && former.telling === 1 && item?.kind !== 'alert';
    return isOver ? { item: former, why: waiting?.why ?? 'over' } : undefined;
  }

  /** Its partition is another's now. What is being sent is finished. */
  forget(key: string): void {
    this.#where.get(key)?.remove(key);
    this.#where.delete(key);
    if (this.#attempts.of(key)?.retry_at !== Infinity) this.#attempts.drop(key);
  }

  /** What is to be done now. A delivery to send counts as under way. `renewal`: what keeps the receiver up to date, where it is time. */
  next(now: number, renewal: () => Delivery | undefined = () => undefined): Step {
    const expired = this.#expired(now);
    if (expired) return expired;
    const sending = this.#attempts.sending;
    const { isFailing, not_before, probe_at } = this.#health;
    if (sending >= (isFailing ? 1 : this.rules.sending_max)) return { do: 'wait', until: Infinity };
    const free_at = Math.max(not_before, this.#pace.freeAt(now));
    if (free_at > now) return { do: 'wait', until: Math.min(free_at, this.#nextCheck) };
    const again = this.#attempts.next;
    const isProbe = isFailing && now >= probe_at;
    if (again && (again.retry_at <= now || (isProbe && this.#hasReady(now) && !this.#mayTryNew()))) {
      const delivery = this.#again(again, now);
      return delivery ? this.#send(delivery, now) : this.next(now, renewal);
    }
    if (!isFailing || isProbe) {
      const fresh = this.#fresh(now) ?? renewal();
      if (fresh) return this.#send(fresh, now);
    }
    return { do: 'wait', until: this.#nextAt(now, isFailing) };
  }

  /** The receiver took it; the clocks of which there may be more to tell. */
  sent(delivery: Delivery, now: number): void {
    const attempt = this.#attempts.ofDelivery(delivery);
    if (attempt) this.#attempts.end(attempt);
    this.#attempts.hurry(this.#health.ok(now), now);
  }

  /** Why it is to be given up, or nothing where it will be sent again; then the clocks to look at again. */
  failed(delivery: Delivery, outcome: Exclude<Outcome, { ok: true }>, now: number) {
    this.#health.failed(outcome, now);
    const attempt = this.#attempts.ofDelivery(delivery);
    if (!attempt) return { why: undefined, recheck: [] };
    const why = this.#attempts.failed(attempt, outcome, now);
    const recheck = [...attempt.recheck];
    attempt.recheck.clear();
    if (why !== undefined) this.#attempts.end(attempt);
    return { why, recheck };
  }

  #put(key: string, item: Item, now: number): void {
    let group = this.#groups.get(item.group_id);
    if (!group)
      this.#groups.set(item.group_id, (group = new Waiting(this.rules, this.#directory, item.gathering)));
    group.put(key, item, now);
    this.#where.set(key, group);
  }

  #send(delivery: Delivery, now: number): Step {
    this.#pace.note(now);
    return { do: 'send', delivery };
  }

  #fresh(now: number): Delivery | undefined {
    for (const group of this.#groups.values()) {
      const batch = group.take(now);
      if (!batch) continue;
      for (const { clock } of batch.items) this.#where.delete(clock.key);
      const delivery = deliveryOf(this.rules.channel_id, batch.items, batch.isDigest);
      this.#attempts.begin(delivery, now);
      return delivery;
    }
    return undefined;
  }

  /** The same message, without what is held back now; of a digest that became another, another. */
  #again(attempt: Attempt, now: number): Delivery | undefined {
    for (const [key, item] of [...attempt.items]) {
      if (!itemHold(item, this.rules, this.#directory, now)) continue;
      this.#attempts.drop(key);
      this.#put(key, item, now);
    }
    if (attempt.items.size === 0) return undefined;
    attempt.delivery = deliveryOf(this.rules.channel_id, [...attempt.items.values()], attempt.isDigest);
    attempt.retry_at = Infinity;
    return attempt.delivery;
  }

  #hasReady(now: number): boolean {
    return [...this.#groups.values()].some((group) => group.hasReady || group.nextAt(now) <= now);
  }

  /** One message that always fails must not stand before the others: the more have failed, the later another is tried. */
  #mayTryNew(): boolean {
    const { messages, failures_min } = this.#attempts.tried;
    return messages === 0 || failures_min >= 3 * 2 ** (messages - 1);
  }

  #nextAt(now: number, isFailing: boolean): number {
    const fresh_at = Math.min(Infinity, ...[...this.#groups.values()].map((group) => group.nextAt(now)));
    const from = isFailing ? Math.max(fresh_at, this.#health.probe_at) : fresh_at;
    return Math.min(from, this.#attempts.next?.retry_at ?? Infinity, this.#nextCheck);
  }

  /** When to look again for what has waited too long. */
  get #nextCheck(): number {
    return this.waiting > 0 ? this.#expiry_at : Infinity;
  }

  #expired(now: number): Step | undefined {
    if (now < this.#expiry_at) return undefined;
    this.#expiry_at = now + expiry_check_ms;
    const items = [...this.#groups.values()].flatMap((group) => group.takeExpired(now));
    for (const { clock } of items) this.#where.delete(clock.key);
    for (const attempt of this.#attempts.expired(now)) {
      items.push(...attempt.items.values());
      this.#attempts.end(attempt);
    }
    if (items.length === 0) return undefined;
    const delivery = deliveryOf(this.rules.channel_id, items, items.length > 1);
    const { why } = this.#health.view(0);
    return { do: 'give_up', delivery, why: why || 'it could not be sent in time' };
  }
}
