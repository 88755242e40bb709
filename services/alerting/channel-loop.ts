// One channel: asks what is to be told there, sends it, writes down what came of it. It waits for nothing but its own receiver.
import { setMaxListeners } from 'node:events';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { failpoint } from '@revloop/infra/runtime/failpoint.ts';
import type { Channel, Message } from './channels/channel.ts';
import type { Deliveries } from './core/telling/deliveries.ts';
import type { Delivery, Written } from './core/telling/delivery.ts';
import type { TellingMetrics } from './telling-metrics.ts';
import type { FactWriter } from './write-facts.ts';

export interface LoopParts {
  readonly channel: Channel;
  readonly deliveries: Deliveries;
  /** Delivery → what people read, at a time in UTC milliseconds. */
  readonly compose: (delivery: Delivery, now: number) => Message;
  readonly writer: FactWriter;
  readonly metrics: TellingMetrics;
  readonly log: Logger;
  readonly onCrash: (error: unknown) => void;
}

const sleep_ms_max = 60_000;
/** Messages sent and not written down yet, at most: while Kafka is away nothing more is told. */
const unwritten_max = 64;

export class ChannelLoop {
  readonly #parts: LoopParts;
  readonly #stop = new AbortController();
  readonly #underway = new Set<Promise<void>>();
  readonly #done: Promise<void>;
  #wake: () => void = () => undefined;

  /** Begins at once. */
  constructor(parts: LoopParts) {
    this.#parts = parts;
    // Everything under way listens to it.
    setMaxListeners(unwritten_max + 1, this.#stop.signal);
    this.#done = this.#run().catch(parts.onCrash);
  }

  /** There may be something new to do. */
  wake(): void {
    this.#wake();
  }

  /** Breaks off what is being sent: the next process sends it again under the same id. Resolves when all that was told is written down. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await this.#done;
    await Promise.all(this.#underway);
  }

  async #run(): Promise<void> {
    const { deliveries, channel } = this.#parts;
    while (!this.#stop.signal.aborted) {
      if (this.#underway.size >= unwritten_max) {
        await Promise.race(this.#underway);
        continue;
      }
      const step = deliveries.next(channel.channel_id, Date.now());
      if (step.do === 'wait') await this.#sleepUntil(step.until);
      else if (step.do === 'give_up') await this.#giveUp(step.delivery, step.why);
      else this.#begin(step.delivery);
    }
  }

  #begin(delivery: Delivery): void {
    const sending = this.#send(delivery)
      .catch(this.#parts.onCrash)
      .finally(() => {
        this.#underway.delete(sending);
        this.#wake();
      });
    this.#underway.add(sending);
  }

  async #send(delivery: Delivery): Promise<void> {
    const { channel, deliveries, compose, writer, metrics, log } = this.#parts;
    const { channel_id } = channel;
    const { message_id, kind, items } = delivery;
    // 1. Send. A crash after it sends again under the same message_id; where the receiver drops that, it is there once (`honours_ids`).
    const outcome = await channel.send(compose(delivery, Date.now()), this.#stop.signal);
    if (!outcome.ok && this.#stop.signal.aborted) return;
    const now = Date.now();
    if (outcome.ok) {
      failpoint('notifier.sent');
      metrics.sent.inc({ channel: channel_id, kind: items.length > 0 ? kind : 'renewal' });
      for (const { kind: of, facts, telling } of items)
        if (of === 'alert' && telling === 1)
          for (const { at } of facts)
            metrics.told_seconds.observe({ channel: channel_id }, (now - at) / 1000);
      // 2. Write it down. A crash after it, with the offset not committed, finds it on reading back.
      await writer.write(deliveries.sent(delivery, now));
      failpoint('notifier.told');
      return;
    }
    const { why, status } = outcome;
    metrics.send_failures.inc({ channel: channel_id, status: String(status) });
    log.warn({ channel: channel_id, message_id, status, reason: why }, 'the receiver did not take a message');
    await this.#given(delivery, why, deliveries.failed(delivery, outcome, now));
  }

  #giveUp(delivery: Delivery, why: string): Promise<void> {
    return this.#given(delivery, why, this.#parts.deliveries.givenUp(delivery, why, Date.now()));
  }

  /** Written down as well: a crash before leaves it waiting, and the next process gives it up, or tells it after all. */
  async #given(
    { channel_id, message_id }: Delivery,
    reason: string,
    written: readonly Written[],
  ): Promise<void> {
    if (written.length === 0) return;
    const { metrics, log, writer } = this.#parts;
    metrics.undeliverable.inc({ channel: channel_id }, written.length);
    log.error(
      { channel: channel_id, message_id, facts: written.length, reason },
      'nobody was told: given up',
    );
    await writer.write(written);
  }

  async #sleepUntil(at: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = setTimeout(resolve, Math.min(Math.max(at - Date.now(), 0), sleep_ms_max));
    if (!this.#stop.signal.aborted) await promise;
    clearTimeout(timer);
  }
}
