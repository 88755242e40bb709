// Schema ids of a batch → readers, asked for once each. A registry that is away is waited for; an id it does not know is a bad event.
import { setTimeout as pause } from 'node:timers/promises';
import type { Codec } from '@revloop/infra/registry/codec.ts';
import type { Messages } from './core/event-batch.ts';
import { createEventReader, idOf, type EventReader } from './core/event-reader.ts';

/** Ids the registry did not know are asked for again after this: a schema may be registered late. */
const unknown_ms = 30_000;
/** A registry that has just started answers 404 while it reads its journal (seen under `npm run faults`): only who is unknown twice is unknown. */
const ask_again_ms = 3_000;
/** A flood of made-up ids must not fill the memory. */
const unknown_ids_max = 10_000;

export class Readers {
  readonly #codec: Codec;
  readonly #readers = new Map<number, EventReader>();
  readonly #unknown = new Map<number, number>();

  constructor(codec: Codec) {
    this.#codec = codec;
  }

  /** Readers for all messages. Rejects with `registry_unavailable` (retriable) where an id has to be asked for and cannot. */
  async for(messages: Messages): Promise<ReadonlyMap<number, EventReader>> {
    const ids = this.#strange(messages, Date.now());
    if (ids.size === 0) return this.#readers;
    const unknown = await this.#fetch(ids);
    if (unknown.size === 0) return this.#readers;
    await pause(ask_again_ms);
    if (this.#unknown.size + unknown.size > unknown_ids_max) this.#unknown.clear();
    for (const id of await this.#fetch(unknown)) this.#unknown.set(id, Date.now());
    return this.#readers;
  }

  /** Ids without a reader, but for those the registry did not know lately. */
  #strange(messages: Messages, now: number): ReadonlySet<number> {
    const strange = new Set<number>();
    let last = -1;
    for (let index = 0; index < messages.length; index += 1) {
      messages.seek(index);
      const id = idOf(messages.bytes, messages.start, messages.end);
      if (typeof id !== 'number' || id === last) continue;
      last = id;
      if (!this.#readers.has(id) && now - (this.#unknown.get(id) ?? -Infinity) >= unknown_ms) strange.add(id);
    }
    return strange;
  }

  /** Resolves to the ids the registry does not know. */
  async #fetch(ids: ReadonlySet<number>): Promise<ReadonlySet<number>> {
    const unknown = new Set<number>();
    for (const id of ids) {
      const schema = await this.#codec.schemaOf(id);
      if (schema === undefined) unknown.add(id);
      else this.#readers.set(id, createEventReader(schema));
    }
    return unknown;
  }
}
