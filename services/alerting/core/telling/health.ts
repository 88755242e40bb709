// Whether a channel's receiver takes messages.
import { probeDelay } from './back-off.ts';
import type { Outcome } from './delivery.ts';

export interface ChannelHealth {
  /** UTC milliseconds; undefined where the last message was taken, or none was sent. */
  readonly failing_since: number | undefined;
  /** What came of the last failure; '' where there was none. */
  readonly why: string;
  /** Facts' clocks that wait to be told of. */
  readonly waiting: number;
}

export class Health {
  #failing_since: number | undefined;
  #failures = 0;
  #why = '';
  #last_ok_at = 0;
  #not_before = 0;
  #probe_at = 0;

  /** What it asked us to wait for, UTC milliseconds. */
  get not_before(): number {
    return this.#not_before;
  }

  /** When what waits may be tried on a channel that fails. */
  get probe_at(): number {
    return this.#probe_at;
  }

  get isFailing(): boolean {
    return this.#failing_since !== undefined;
  }

  view(waiting: number): ChannelHealth {
    return { failing_since: this.#failing_since, why: this.#why, waiting };
  }

  /** Notes a message that was taken; when the one before was, UTC milliseconds. */
  ok(now: number): number {
    const last_ok_at = this.#last_ok_at;
    this.#last_ok_at = now;
    this.#failing_since = undefined;
    this.#failures = 0;
    this.#why = '';
    return last_ok_at;
  }

  /** One message that is refused for good says nothing of the others; two in a row do. */
  failed({ why, retry, after_ms }: Exclude<Outcome, { ok: true }>, now: number): void {
    this.#failures += 1;
    this.#why = why;
    if (after_ms > 0) this.#not_before = Math.max(this.#not_before, now + probeDelay(1, after_ms));
    if (retry === 'later' || this.#failures > 1) this.#failing_since ??= now;
    this.#probe_at = now + probeDelay(this.#failures, after_ms);
  }
}
