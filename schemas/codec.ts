// Bytes ⇄ records in Confluent wire format: one zero byte, the schema id (4 bytes, big-endian), the Avro body.
import avro from 'avsc';
import { AvroBytes, writerOf, type Write } from './avro-writer.ts';
import { DecimalType } from './decimal.ts';
import type { EventType, FunnelEvent, RecordName } from './generated.ts';
import { allRecords, eventRecords, fullName, typeName, type AvroRecord } from './load.ts';

export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly message: string };

const parse = (schema: unknown): avro.Type =>
  avro.Type.forSchema(
    schema as avro.Schema,
    { logicalTypes: { decimal: DecimalType }, wrapUnions: 'auto' } as never,
  );

const types = new Map<string, avro.Type>(allRecords.map((record) => [record.name, parse(record)]));
const typeOfRecord = (name: RecordName): avro.Type => {
  const type = types.get(name);
  if (!type) throw new Error(`no such record: ${name}`);
  return type;
};

const recordOfEvent = new Map<string, RecordName>(
  eventRecords.map((record) => [typeName(record), record.name as RecordName]),
);
const eventOfRecord = new Map<string, EventType>(
  eventRecords.map((record) => [fullName(record), typeName(record) as EventType]),
);

/** The record an event type is written as: `mql_created` → `MqlCreated`. */
export const recordNameOf = (type: EventType): RecordName => recordOfEvent.get(type) ?? 'ContentViewed';

/** The self-contained schema of a record, as registered. */
export const schemaJson = (record: AvroRecord): string => JSON.stringify(record);

/** Encoding is synchronous: one buffer serves every message. */
const out = new AvroBytes();

/** Record → bytes under the schema id it was registered with. Throws on a value that is not of the record (a bug). */
export const encodeRecord = (name: RecordName, id: number, value: object): Buffer => {
  out.start(id);
  out.by(typeOfRecord(name), value);
  return out.taken();
};

type FieldWriter = readonly [name: string, write: Write];

const fieldWriters = (record: AvroRecord, type: avro.Type): readonly FieldWriter[] =>
  record.fields.flatMap((field, index) => {
    const fieldType = (type as avro.types.RecordType).fields[index]?.type as avro.Type;
    return field.name === 'header'
      ? fieldWriters(field.type as AvroRecord, fieldType)
      : [[field.name, writerOf(field.type, fieldType)] as const];
  });

/** On the wire a record inside a record is its fields, so the flat event is read field by field, the header's first. */
const eventWriters = new Map<string, readonly FieldWriter[]>(
  eventRecords.map((record) => [
    typeName(record),
    fieldWriters(record, typeOfRecord(record.name as RecordName)),
  ]),
);

/** Funnel event → bytes; the flat event becomes header and body. */
export const encodeEvent = (id: number, event: FunnelEvent): Buffer => {
  const writers = eventWriters.get(event.type);
  if (!writers) throw new Error(`no such event type: ${event.type}`);
  const values = event as unknown as Readonly<Record<string, unknown>>;
  out.start(id);
  for (const [name, write] of writers) write(out, values[name]);
  return out.taken();
};

/** Schema id of a message, or why it has none. */
export const schemaIdOf = (bytes: Uint8Array | null): Decoded<number> => {
  if (!bytes) return { ok: false, code: 'tombstone', message: 'the message has no value' };
  if (bytes.length < 5)
    return { ok: false, code: 'truncated', message: `${bytes.length} bytes are too few for a schema id` };
  if (bytes[0] !== 0)
    return { ok: false, code: 'wrong_magic_byte', message: `the first byte is ${bytes[0]}, not 0` };
  return { ok: true, value: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt32BE(1) };
};

/** What reads messages written with one (possibly older) schema version. */
export interface Decoder {
  readonly recordName: string;
  readonly eventType: EventType | undefined;
  decode(bytes: Uint8Array): Decoded<object>;
}

/**
 * A decoder for a writer's schema (JSON text from the registry). Unknown records and schemas our records cannot read give a
 * decoder that refuses every message with the reason: a bad event, not a bad surrounding.
 */
export const createDecoder = (writerSchema: string): Decoder => {
  const refuse = (code: string, message: string): Decoder => ({
    recordName: '',
    eventType: undefined,
    decode: () => ({ ok: false, code, message }),
  });
  let writer: avro.Type;
  try {
    writer = parse(JSON.parse(writerSchema));
  } catch (error) {
    return refuse('unreadable_schema', `the writer's schema does not parse: ${String(error)}`);
  }
  const name = writer.name ?? '';
  const reader = types.get(name.split('.').pop() ?? '');
  if (reader?.name !== name) return refuse('unknown_record', `no record of the name ${name}`);
  try {
    return decoderOf(name, reader, reader.createResolver(writer));
  } catch (error) {
    return refuse('incompatible_schema', String(error));
  }
};

const decoderOf = (fullRecordName: string, reader: avro.Type, resolver: unknown): Decoder => {
  const eventType = eventOfRecord.get(fullRecordName);
  return {
    recordName: fullRecordName,
    eventType,
    decode: (bytes) => {
      try {
        const body = Buffer.from(bytes.buffer, bytes.byteOffset + 5, bytes.length - 5);
        const value = reader.fromBuffer(body, resolver as never) as { header?: object };
        return { ok: true, value: eventType ? flat(eventType, value) : value };
      } catch (error) {
        return {
          ok: false,
          code: 'undecodable',
          message: error instanceof Error ? error.message : String(error),
        };
      }
    },
  };
};

const flat = (type: EventType, value: { header?: object }): object => {
  const { header, ...body } = value;
  return { type, ...header, ...body };
};
