// Messages of one channel that are under way, or failed and wait to be sent again.
import { retryDelay, refusals_max } from './back-off.ts';
import type { Delivery, Outcome } from './delivery.ts';
import type { Item } from './item.ts';

export interface Attempt {
  readonly items: Map<string, Item>;
  readonly isDigest: boolean;
  readonly first_at: number;
  /** Not after: the first deadline of its items. */
  readonly deadline: number;
  /** Clocks of which something became known while it was being sent. */
  readonly recheck: Set<string>;
  delivery: Delivery;
  failures: number;
  refusals: number;
  /** UTC milliseconds; Infinity while it is being sent. */
  retry_at: number;
}

export class Attempts {
  readonly #byClock = new Map<string, Attempt>();
  readonly #all = new Set<Attempt>();

  /** Messages being sent. */
  get sending(): number {
    return [...this.#all].filter(({ retry_at }) => retry_at === Infinity).length;
  }

  /** Clocks whose message failed, or is being sent. */
  get size(): number {
    return this.#byClock.size;
  }

  of(key: string): Attempt | undefined {
    return this.#byClock.get(key);
  }

  ofDelivery(delivery: Delivery): Attempt | undefined {
    return [...this.#all].find((attempt) => attempt.delivery === delivery);
  }

  begin(delivery: Delivery, now: number): void {
    const attempt: Attempt = {
      items: new Map(delivery.items.map((item) => [item.clock.key, item])),
      isDigest: delivery.kind === 'digest',
      first_at: now,
      deadline: Math.min(...delivery.items.map(({ deadline }) => deadline)),
      recheck: new Set(),
      delivery,
      failures: 0,
      refusals: 0,
      retry_at: Infinity,
    };
    this.#all.add(attempt);
    for (const key of attempt.items.keys()) this.#byClock.set(key, attempt);
  }

  end(attempt: Attempt): void {
    this.#all.delete(attempt);
    for (const key of attempt.items.keys()) this.#byClock.delete(key);
  }

  /** Takes one clock out of a message that failed. */
  drop(key: string): void {
    const attempt = this.#byClock.get(key);
    if (!attempt) return;
    this.#byClock.delete(key);
    attempt.items.delete(key);
    if (attempt.items.size === 0) this.#all.delete(attempt);
  }

  /** Notes a failure; why the message is to be given up, or nothing where it is sent again. */
  failed(attempt: Attempt, outcome: Exclude<Outcome, { ok: true }>, now: number): string | undefined {
    attempt.failures += 1;
    if (outcome.retry === 'never') attempt.refusals += 1;
    attempt.retry_at = now + retryDelay(attempt.failures, outcome.after_ms);
    if (attempt.refusals >= refusals_max) return outcome.why;
    return attempt.retry_at > attempt.deadline ? outcome.why : undefined;
  }

  /** What is to be sent again the soonest. */
  get next(): Attempt | undefined {
    let next: Attempt | undefined;
    for (const attempt of this.#all) if (attempt.retry_at < (next?.retry_at ?? Infinity)) next = attempt;
    return next;
  }

  /** How often the message that failed least has failed, and how many have. */
  get tried(): { readonly messages: number; readonly failures_min: number } {
    const failed = [...this.#all].filter(({ retry_at }) => retry_at < Infinity);
    return { messages: failed.length, failures_min: Math.min(...failed.map(({ failures }) => failures)) };
  }

  /** The receiver takes messages again: those that it took none beside, since they were first sent, need not wait. */
  hurry(last_ok_at: number, now: number): void {
    for (const attempt of this.#all)
      if (attempt.retry_at < Infinity && attempt.first_at > last_ok_at)
        attempt.retry_at = Math.min(attempt.retry_at, now);
  }

  /** Messages that wait to be sent again and whose time is over. */
  expired(now: number): readonly Attempt[] {
    return [...this.#all].filter(({ retry_at, deadline }) => retry_at < Infinity && deadline <= now);
  }
}
