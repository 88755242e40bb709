// As much of an Avro record as its bytes hold: field by field up to the first that cannot be read. (avsc gives a whole record or nothing.)
import type { AvroRecord, AvroType } from '@revloop/schemas/load.ts';

export interface PartialRecord {
  /** What could be read, nested like the schema. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Which field could not be read, and why; undefined where all could. */
  readonly fault: string | undefined;
  /** Bytes after the record: none in a sound message. */
  readonly bytes_left: number;
}

class Fault extends Error {}

/** Reads from one place to the next. */
class Cursor {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  take(count: number): Uint8Array {
    const left = this.bytes.length - this.at;
    if (count < 0 || count > left) throw new Fault(`needs ${count} bytes, ${left} are left`);
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  /** A zigzag number of variable length. */
  long(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.take(1)[0] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (value >> 1n) ^ -(value & 1n);
    }
    throw new Fault('is no number: it never ends');
  }

  text(): string {
    const bytes = this.take(Number(this.long()));
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw new Fault(`is not UTF-8: ${hexOf(bytes.subarray(0, 40))}`);
    }
  }
}

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const decimal = (bytes: Uint8Array, scale: number): string => {
  const unscaled = bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${hexOf(bytes)}`));
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${unscaled < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`;
};

const time = (ms: bigint): string => {
  const at = new Date(Number(ms));
  return Number.isNaN(at.getTime()) ? `${ms} ms` : at.toISOString();
};

const readMap = (cursor: Cursor, values: AvroType): Readonly<Record<string, unknown>> => {
  const entries: [string, unknown][] = [];
  for (let count = cursor.long(); count !== 0n; count = cursor.long()) {
    if (count < 0n) cursor.long();
    for (let left = count < 0n ? -count : count; left > 0n; left -= 1n)
      entries.push([cursor.text(), readValue(cursor, values)]);
  }
  return Object.fromEntries(entries);
};

const readPrimitive = (cursor: Cursor, type: string): unknown => {
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return cursor.take(1)[0] === 1;
    case 'int':
    case 'long': {
      const value = cursor.long();
      return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
    }
    case 'float':
    case 'double': {
      const bytes = cursor.take(type === 'float' ? 4 : 8);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      return type === 'float' ? view.getFloat32(0, true) : view.getFloat64(0, true);
    }
    case 'string':
      return cursor.text();
    case 'bytes':
      return hexOf(cursor.take(Number(cursor.long())));
    default:
      throw new Fault(`is of a type that is not shown here: ${type}`);
  }
};

const readValue = (cursor: Cursor, type: AvroType): unknown => {
  if (typeof type === 'string') return readPrimitive(cursor, type);
  if (Array.isArray(type)) {
    const branches = type as readonly AvroType[];
    const index = Number(cursor.long());
    const branch = branches[index];
    if (branch === undefined) throw new Fault(`has branch ${index} of a union of ${branches.length}`);
    return readValue(cursor, branch);
  }
  const named = type as Exclude<AvroType, string | readonly AvroType[] | AvroRecord>;
  if (named.logicalType === 'timestamp-millis') return time(cursor.long());
  if (named.logicalType === 'decimal')
    return decimal(cursor.take(Number(cursor.long())), Number((named as { scale?: number }).scale ?? 0));
  if (named.type === 'map') return readMap(cursor, named.values ?? 'string');
  if (named.type === 'enum') return named.symbols?.[Number(cursor.long())] ?? null;
  return readPrimitive(cursor, named.type);
};

const isRecord = (type: AvroType): type is AvroRecord =>
  typeof type === 'object' && !Array.isArray(type) && (type as { type: string }).type === 'record';

const readFields = (cursor: Cursor, record: AvroRecord, fields: Record<string, unknown>): void => {
  for (const { name, type } of record.fields) {
    try {
      if (isRecord(type)) {
        // Entered before it is filled: what was read of it stays when the rest cannot be.
        const inner: Record<string, unknown> = {};
        fields[name] = inner;
        readFields(cursor, type, inner);
      } else fields[name] = readValue(cursor, type);
    } catch (error) {
      if (!(error instanceof Fault) || error.message.startsWith('field ')) throw error;
      throw new Fault(`field ${name} ${error.message}`);
    }
  }
};

/** Reads a record (without the five bytes before it) as its writer's schema says. */
export const readPartialRecord = (record: AvroRecord, bytes: Uint8Array): PartialRecord => {
  const cursor = new Cursor(bytes);
  const fields: Record<string, unknown> = {};
  try {
    readFields(cursor, record, fields);
    return { fields, fault: undefined, bytes_left: bytes.length - cursor.at };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fields, fault: error.message, bytes_left: bytes.length - cursor.at };
  }
};
