// Columns → one block of ClickHouse's Native format.
import type { Column } from './columns.ts';

export interface NamedColumn {
  readonly name: string;
  /** ClickHouse's type of the bytes; the server converts where the table's differs, for example to LowCardinality. */
  readonly type: string;
  readonly column: Column;
}

const varint = (value: number): Uint8Array => {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
};

const text = (value: string): Uint8Array => {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(bytes.length), bytes]);
};

/** One block, to be sent piece by piece before any of its columns changes. */
export interface Block {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly pieces: readonly Uint8Array[];
}

/** All columns have `rows` rows. */
export const blockOf = (rows: number, columns: readonly NamedColumn[]): Block => ({
  rows,
  columns: columns.map(({ name }) => name),
  pieces: [
    Buffer.concat([varint(columns.length), varint(rows)]),
    ...columns.flatMap(({ name, type, column }) => [
      Buffer.concat([text(name), text(type)]),
      ...column.bytes(),
    ]),
  ],
});
