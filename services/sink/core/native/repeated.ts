// Columns that hold the same value in every row of a block.
import { StringColumn, type Column } from './columns.ts';

const repeated = (one: Uint8Array, rows: number): Column => {
  const bytes = Buffer.alloc(one.length * rows, one);
  return { bytes: () => [bytes], clear: () => undefined };
};

/** `String`. */
export const repeatedText = (text: string, rows: number): Column => {
  const one = new StringColumn();
  one.appendText(text);
  return repeated(Buffer.concat(one.bytes()), rows);
};

/** `UInt32`. */
export const repeatedUInt32 = (value: number, rows: number): Column => {
  const one = Buffer.alloc(4);
  one.writeUInt32LE(value);
  return repeated(one, rows);
};
