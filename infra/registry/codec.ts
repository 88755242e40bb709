// Records ⇄ message bytes with ids from the registry; schemas are read once per id.
import {
  createDecoder,
  encodeEvent,
  encodeRecord,
  recordNameOf,
  schemaIdOf,
  schemaJson,
  type Decoded,
  type Decoder,
} from '@revloop/schemas/codec.ts';
import type { FunnelEvent, RecordName } from '@revloop/schemas/generated.ts';
import { allRecords } from '@revloop/schemas/load.ts';
import { SurroundingsError } from '../runtime/errors.ts';
import { connectRegistry } from './client.ts';
import { readSchemaIds } from './schema-ids.ts';
import { registerSchemas } from './register.ts';

export type DecodedMessage = Decoded<object> & { readonly recordName?: string };

/** Encodes and decodes messages. Every method rejects with `registry_unavailable` (retriable) where an id is needed and the registry is away. */
export class Codec {
  readonly #registry: ReturnType<typeof connectRegistry>;
  readonly #ids: Record<string, number>;
  readonly #decoders = new Map<number, Decoder>();

  /** `url`: base of the Confluent API. `idsFile`: see schema-ids.ts. */
  constructor({ url, idsFile }: { url: string; idsFile: string }) {
    this.#registry = connectRegistry(url);
    this.#ids = { ...readSchemaIds(idsFile) };
    for (const record of allRecords) {
      const id = this.#ids[record.name];
      if (id !== undefined) this.#decoders.set(id, createDecoder(schemaJson(record)));
    }
  }

  /** Resolves once every record has an id: at once where they are remembered. */
  async ready(): Promise<void> {
    if (allRecords.every((record) => this.#ids[record.name] !== undefined)) return;
    Object.assign(this.#ids, await registerSchemas(this.#registry));
  }

  encodeEvent(event: FunnelEvent): Buffer {
    return encodeEvent(this.#id(recordNameOf(event.type)), event);
  }

  encode(name: RecordName, value: object): Buffer {
    return encodeRecord(name, this.#id(name), value);
  }

  /** Bytes → record, or why they cannot be read. */
  async decode(bytes: Uint8Array | null): Promise<DecodedMessage> {
    const id = schemaIdOf(bytes);
    if (!id.ok) return id;
    const decoder = this.#decoders.get(id.value) ?? (await this.#fetch(id.value));
    if (!decoder)
      return { ok: false, code: 'unknown_schema_id', message: `the registry knows no schema ${id.value}` };
    const decoded = decoder.decode(bytes as Uint8Array);
    return decoded.ok ? { ...decoded, recordName: decoder.recordName } : decoded;
  }

  /**
   * The schema text messages with this id were written with, or undefined where the registry knows no such id. A registry that does not know our own
   * schemas either has just started and is still reading its journal: that is `registry_unavailable`, retriable.
   */
  async schemaOf(id: number): Promise<string | undefined> {
    const own = allRecords.find((record) => this.#ids[record.name] === id);
    if (own) return schemaJson(own);
    const schema = await this.#registry.schemaById(id);
    const newest = Math.max(...Object.values(this.#ids));
    if (schema === undefined && (await this.#registry.schemaById(newest)) === undefined)
      throw new SurroundingsError(
        'registry_unavailable',
        'the schema registry does not know our own schemas yet',
        {
          retriable: true,
        },
      );
    return schema;
  }

  #id(name: RecordName): number {
    const id = this.#ids[name];
    if (id === undefined) throw new Error(`no schema id for ${name}: await ready() first`);
    return id;
  }

  async #fetch(id: number): Promise<Decoder | undefined> {
    const schema = await this.#registry.schemaById(id);
    if (schema === undefined) return undefined;
    const decoder = createDecoder(schema);
    this.#decoders.set(id, decoder);
    return decoder;
  }
}
