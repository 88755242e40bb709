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

  /** Offset of the first message at or after a time, UTC milliseconds, and the next offset to be written: the same where there is no such message. */
  since(
    topic: string,
    partition: number,
    at_ms: number,
    signal: AbortSignal,
  ): Promise<{ readonly from: number; readonly end: number }> {
    return this.#ask(signal, async (admin) => {
      const is = (one: { readonly partition: number }): boolean => one.partition === partition;
      // The end first: what is written meanwhile lies beyond both.
      const end = Number((await admin.fetchTopicOffsets(topic)).find(is)?.high ?? 0);
      const found = (await admin.fetchTopicOffsetsByTimestamp(topic, at_ms)).find(is);
      return { from: Math.min(Number(found?.offset ?? end), end), end };
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
