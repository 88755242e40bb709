// Schema ids of a batch → readers, asked for once each. A registry that is away is waited for; an id it does not know is a bad event.
import type { Codec } from '@revloop/infra/registry/codec.ts';
import type { Messages } from './core/event-batch.ts';
import { createEventReader, idOf, type EventReader } from './core/event-reader.ts';

/** Ids the registry did not know are asked for again after this: a schema may be registered late. */
const unknown_ms = 30_000;
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
    let last = -1;
    for (let index = 0; index < messages.length; index += 1) {
      messages.seek(index);
      const id = idOf(messages.bytes, messages.start, messages.end);
      if (typeof id !== 'number' || id === last) continue;
      last = id;
      if (!this.#readers.has(id)) await this.#fetch(id, Date.now());
    }
    return this.#readers;
  }

  async #fetch(id: number, now: number): Promise<void> {
    if (now - (this.#unknown.get(id) ?? -Infinity) < unknown_ms) return;
    const schema = await this.#codec.schemaOf(id);
    if (schema !== undefined) this.#readers.set(id, createEventReader(schema));
    else {
      if (this.#unknown.size >= unknown_ids_max) this.#unknown.clear();
      this.#unknown.set(id, now);
    }
  }
}
