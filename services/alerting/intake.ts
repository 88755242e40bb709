// funnel.events and funnel.sla → the watch → what is to be said. Decides nothing itself.
import type { ConsumedBatch, ConsumedMessage } from '@revloop/infra/kafka/consumer.ts';
import type { Codec } from '@revloop/infra/registry/codec.ts';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import type { FunnelEvent, SlaFact } from '@revloop/schemas/generated.ts';
import { refusalOf } from '@revloop/schemas/rules.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { stageEventOf, type StageEvent } from './core/stage-event.ts';
import type { Saying, Watch } from './core/watch.ts';
import type { Emitter } from './emit.ts';
import type { Ownership } from './core/ownership.ts';
import type { AlertingMetrics } from './metrics.ts';
import type { Reading } from './reading.ts';
import type { Stored } from './stored.ts';

export interface IntakeParts {
  readonly watch: Watch;
  readonly stored: Stored;
  readonly emitter: Emitter;
  readonly codec: Codec;
  readonly property_names: ReadonlySet<string>;
  readonly reading: Reading;
  readonly ownership: Ownership;
  /** Reads what is stored once more, as at the start. */
  readonly reload: () => Promise<unknown>;
  readonly metrics: AlertingMetrics;
  readonly log: Logger;
}

/** Messages judged at a time: between two slices, clocks that are due get their turn. */
const slice_messages = 500;

export class Intake {
  readonly #parts: IntakeParts;
  /** Accounts judged before ClickHouse could say what is stored of them. */
  readonly #owing = new Set<string>();
  #mustReload = false;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Resolves when all that follows from the batch is acknowledged by Kafka. */
  async take(batch: ConsumedBatch): Promise<void> {
    const { topic, partition, messages } = batch;
    this.#watchGaps(batch);
    for (let at = 0; at < messages.length; at += slice_messages) {
      const slice = messages.slice(at, at + slice_messages);
      if (topic === topics.sla.name) await this.#takeFacts(slice);
      else await this.#takeEvents(slice);
    }
    this.#parts.reading.advance(topic, partition, (messages.at(-1)?.offset ?? -1n) + 1n);
  }

  /** Asks again for what ClickHouse owed while it was away, or for all where messages were skipped. */
  async settleDebts(): Promise<void> {
    if (this.#mustReload) {
      await this.#parts.reload();
      this.#mustReload = false;
    }
    if (this.#owing.size === 0) return;
    const keys = [...this.#owing];
    this.#owing.clear();
    await this.#judge(new Map(keys.map((key) => [key, undefined])));
  }

  /** Retention may take what was not read yet; what ClickHouse has of it is then read anew. */
  #watchGaps({ topic, partition, messages }: ConsumedBatch): void {
    const first = messages[0]?.offset ?? 0n;
    const next = this.#parts.reading.next(topic, partition);
    if (first > next) {
      this.#mustReload = true;
      this.#parts.log.warn(
        { topic, partition, from: String(next), to: String(first) },
        'messages were skipped, reading the stored ones',
      );
    }
  }

  async #takeEvents(messages: readonly ConsumedMessage[]): Promise<void> {
    const { watch, codec, property_names } = this.#parts;
    const touched = new Map<string, StageEvent | undefined>();
    for (const { value } of messages) {
      const decoded = await codec.decode(value);
      // What cannot be read or breaks the rules is the sink's to put among the dead letters.
      if (!decoded.ok || !('type' in decoded.value)) continue;
      const event = decoded.value as FunnelEvent;
      if (refusalOf(event)) continue;
      const now = Date.now();
      for (const key of this.#learn(event, now)) if (!touched.has(key)) touched.set(key, undefined);
      const stage = stageEventOf(event, property_names, now);
      if (stage) for (const key of watch.add(stage, now)) touched.set(key, stage);
    }
    await this.#judge(touched);
  }

  /** Our own facts come back, mostly known; after a restart or beside another process they are news. */
  async #takeFacts(messages: readonly ConsumedMessage[]): Promise<void> {
    const { watch, codec } = this.#parts;
    const touched = new Map<string, undefined>();
    for (const { value } of messages) {
      const decoded = await codec.decode(value);
      if (!decoded.ok || !('fact_id' in decoded.value)) continue;
      for (const key of watch.merge(decoded.value as SlaFact, Date.now())) touched.set(key, undefined);
    }
    await this.#judge(touched);
  }

  #learn({ type, contact_id, account_id, occurred_at, event_id, source }: FunnelEvent, now: number) {
    if (contact_id === null || account_id === null) return [];
    const identified = type === 'contact_identified';
    return this.#parts.watch.learn(
      { contact_id, account_id, identified, occurred_at, event_id, source },
      now,
    );
  }

  async #judge(touched: Map<string, StageEvent | undefined>): Promise<void> {
    const { watch, emitter, ownership } = this.#parts;
    if (touched.size === 0) return;
    for (const key of await this.#complete([...touched.keys()]))
      if (!touched.has(key)) touched.set(key, undefined);
    const sayings: Saying[] = [];
    for (const [key, cause] of touched)
      if (ownership.owns(key)) sayings.push(...watch.judge(key, Date.now(), cause));
    await emitter.emit(sayings);
  }

  /** Without ClickHouse clocks still run, by what the topics say; what is stored of an account then counts as arriving late. */
  async #complete(keys: readonly string[]): Promise<readonly string[]> {
    const { watch, stored, metrics, log } = this.#parts;
    try {
      return await stored.complete(watch, keys, Date.now());
    } catch (error) {
      for (const key of keys) if (!watch.isComplete(key)) this.#owing.add(key);
      metrics.incomplete.inc();
      log.warn(
        { reason: reasonOf(error), accounts: keys.length },
        'stored history not read, judging without',
      );
      return [];
    }
  }
}
