// What a consumer group has committed, notes included: kafkajs' own consumer does not tell the notes.
import type { Admin } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf } from '../runtime/errors.ts';
import { createKafka, type KafkaSettings } from './client.ts';

export interface CommittedOffset {
  /** Next offset to read; undefined where the group has committed none. */
  readonly offset: number | undefined;
  readonly note: string;
}

/** Asks over one kept connection. */
export class CommittedOffsets {
  readonly #settings: KafkaSettings & { readonly groupId: string };
  #admin: Promise<Admin> | undefined;

  constructor(settings: KafkaSettings & { readonly groupId: string }) {
    this.#settings = settings;
  }

  /** Asks until the coordinator answers; rejects with the signal's reason once that is aborted. */
  of(topic: string, partition: number, signal: AbortSignal): Promise<CommittedOffset> {
    return this.#ask(signal, async (admin) => {
      const answer = await admin.fetchOffsets({ groupId: this.#settings.groupId, topics: [topic] });
      const found = answer[0]?.partitions.find((one) => one.partition === partition);
      const offset = Number(found?.offset ?? -1);
      return { offset: offset < 0 ? undefined : offset, note: found?.metadata ?? '' };
    });
  }

  /** First offset that is still in the log. */
  logStart(topic: string, partition: number, signal: AbortSignal): Promise<number> {
    return this.#ask(signal, async (admin) => {
      const found = (await admin.fetchTopicOffsets(topic)).find((one) => one.partition === partition);
      return Number(found?.low ?? 0);
    });
  }

  async #ask<T>(signal: AbortSignal, question: (admin: Admin) => Promise<T>): Promise<T> {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await question(await (this.#admin ??= this.#connected()));
      } catch (error) {
        this.#settings.log.debug({ reason: reasonOf(error) }, 'offsets not told yet');
        void this.close();
        await pause(100);
      }
    }
  }

  async close(): Promise<void> {
    const admin = this.#admin;
    this.#admin = undefined;
    await admin?.then((connected) => connected.disconnect()).catch(() => undefined);
  }

  async #connected(): Promise<Admin> {
    const admin = createKafka({ ...this.#settings, request_ms_max: 5_000, retries_max: 1 }).admin();
    await admin.connect();
    return admin;
  }
}
