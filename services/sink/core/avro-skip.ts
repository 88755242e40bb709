// Steps over Avro values without building them, never past their end: a length or count that lies is found before anybody loops over it.
// Encoding: https://avro.apache.org/docs/1.12.0/specification/#binary-encoding

/** A place in a message. `at` is -1 once something did not fit. */
export interface Cursor {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;
}

export type Skip = (cursor: Cursor) => void;

type Schema = string | readonly Schema[] | { readonly type: Schema; readonly [attribute: string]: unknown };
interface Named {
  readonly type: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Reads a zigzag number. NaN where the bytes end first, or it is beyond ±2^53. */
export const readLong = (cursor: Cursor): number => {
  const { bytes, end } = cursor;
  let value = 0;
  let factor = 1;
  for (let at = cursor.at; at >= 0 && at < end && factor < 2 ** 57; at += 1) {
    const byte = bytes[at] as number;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) {
      if (value > Number.MAX_SAFE_INTEGER) break;
      cursor.at = at + 1;
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    factor *= 128;
  }
  cursor.at = -1;
  return NaN;
};

const forward = (cursor: Cursor, length: number): void => {
  const at = cursor.at + length;
  cursor.at = cursor.at >= 0 && length >= 0 && at <= cursor.end ? at : -1;
};

/** Any 64-bit number, also one too large for `readLong`. */
const skipVarint: Skip = (cursor) => {
  for (let length = 0; length < 10; length += 1) {
    if (cursor.at < 0 || cursor.at >= cursor.end) break;
    if ((cursor.bytes[cursor.at++] as number) < 0x80) return;
  }
  cursor.at = -1;
};

const skipBytes: Skip = (cursor) => forward(cursor, readLong(cursor));

const skipBlocks =
  (skipItem: Skip): Skip =>
  (cursor) => {
    for (;;) {
      const count = readLong(cursor);
      if (cursor.at < 0 || count === 0) return;
      if (count < 0) {
        // A negative count comes with the block's size in bytes.
        skipBytes(cursor);
        continue;
      }
      for (let item = 0; item < count && cursor.at >= 0; item += 1) {
        const before = cursor.at;
        skipItem(cursor);
        // Items of no bytes would let a lying count loop for ever.
        if (cursor.at === before) cursor.at = -1;
      }
    }
  };

const primitives: Readonly<Record<string, Skip>> = {
  null: () => undefined,
  boolean: (cursor) => forward(cursor, 1),
  int: skipVarint,
  long: skipVarint,
  float: (cursor) => forward(cursor, 4),
  double: (cursor) => forward(cursor, 8),
  bytes: skipBytes,
  string: skipBytes,
  enum: skipVarint,
};

/** What steps over one value of a schema. Throws for a schema that is none. `named` collects the names it defines. */
export const createSkip = (schema: unknown, named = new Map<string, Skip>()): Skip => {
  const known = schema as Schema;
  if (typeof known === 'string') return primitives[known] ?? later(known, named);
  if (Array.isArray(known)) return skipUnion(known.map((branch) => createSkip(branch, named)));
  const { type } = known as { type: Schema };
  if (type === 'record' || type === 'error')
    return skipRecord(known as unknown as Named & { fields: { type: Schema }[] }, named);
  if (type === 'array') return skipBlocks(createSkip((known as unknown as { items: Schema }).items, named));
  if (type === 'map') return skipMap(createSkip((known as unknown as { values: Schema }).values, named));
  if (type === 'fixed')
    return remembered(known as unknown as Named, named, (cursor) =>
      forward(cursor, (known as unknown as { size: number }).size),
    );
  if (type === 'enum') return remembered(known as unknown as Named, named, skipVarint);
  return createSkip(type, named);
};

const skipUnion =
  (branches: readonly Skip[]): Skip =>
  (cursor) => {
    const branch = branches[readLong(cursor)];
    if (branch && cursor.at >= 0) branch(cursor);
    else cursor.at = -1;
  };

const skipMap = (skipValue: Skip): Skip =>
  skipBlocks((cursor) => {
    skipBytes(cursor);
    skipValue(cursor);
  });

const skipRecord = (record: Named & { fields: { type: Schema }[] }, named: Map<string, Skip>): Skip => {
  const fields: Skip[] = [];
  const skip: Skip = (cursor) => {
    for (const field of fields) field(cursor);
  };
  remembered(record, named, skip);
  for (const { type } of record.fields) fields.push(createSkip(type, named));
  return skip;
};

const remembered = ({ name, namespace }: Named, named: Map<string, Skip>, skip: Skip): Skip => {
  named.set(name, skip);
  if (namespace) named.set(`${namespace}.${name}`, skip);
  return skip;
};

/** A name may be used inside its own definition. */
const later =
  (name: string, named: ReadonlyMap<string, Skip>): Skip =>
  (cursor) => {
    const skip = named.get(name) ?? named.get(name.split('.').at(-1) ?? '');
    if (!skip) throw new Error(`the schema names ${name}, which it does not define`);
    skip(cursor);
  };
