// Effect 7's row: what became of every offset of a batch, and whom it concerns.
import type { Chunk } from '@revloop/infra/kafka/partition-buffer.ts';
import type { BatchWork } from './batch-work.ts';
import { blockOf, type Block, type NamedColumn } from './core/native/block.ts';
import { Int64Column, joined, StringColumn } from './core/native/columns.ts';
import { repeatedText, repeatedUInt32 } from './core/native/repeated.ts';

export interface Fate {
  readonly stored: number;
  readonly dead_letters: number;
  readonly repeated: readonly number[];
  /** Offsets. */
  readonly erased: readonly number[];
}

/** Block of one row for `arrived_batches`. `concerned`: account_ids, contact_ids and anonymous_ids. */
export const arrivedBlock = (
  { topic, partition, chunk }: Pick<BatchWork, 'topic' | 'partition' | 'chunk'>,
  { stored, dead_letters, repeated, erased }: Fate,
  concerned: readonly NamedColumn[],
): Block => {
  const { from, to, messages } = chunk;
  const count = (name: string, value: number): NamedColumn => ({
    name,
    type: 'UInt32',
    column: repeatedUInt32(value, 1),
  });
  const offset = (name: string, value: number): NamedColumn => ({
    name,
    type: 'UInt64',
    column: int64([value]),
  });
  return blockOf(1, [
    { name: 'topic', type: 'String', column: repeatedText(topic, 1) },
    count('partition', partition),
    offset('from_offset', from),
    offset('to_offset', to),
    count('stored', stored),
    count('dead_letters', dead_letters),
    offsets('repeated', repeated),
    offsets('erased', erased),
    offsets('absent', absentOf({ from, to, messages })),
    ...concerned,
  ]);
};

const offsets = (name: string, values: readonly number[]): NamedColumn => ({
  name,
  type: 'Array(UInt64)',
  column: joined(int64([values.length]), int64(values)),
});

/** Offsets of a chunk at which no message is. */
const absentOf = ({ from, to, messages }: Chunk): readonly number[] => {
  if (messages.length === to - from + 1) return [];
  const absent: number[] = [];
  let next = from;
  for (let index = 0; index < messages.length; index += 1) {
    messages.seek(index);
    for (; next < messages.offset; next += 1) absent.push(next);
    next = messages.offset + 1;
  }
  for (; next <= to; next += 1) absent.push(next);
  return absent;
};

const int64 = (values: readonly number[]): Int64Column => {
  const column = new Int64Column();
  for (const value of values) column.append(value);
  return column;
};

/** Three lists of texts as one row's values, for batches whose rows are few. */
export const concernedBy = (
  account_ids: readonly string[],
  contact_ids: readonly string[],
): readonly NamedColumn[] => {
  const list = (name: string, texts: readonly string[]): NamedColumn => {
    const column = new StringColumn();
    for (const text of texts) column.appendText(text);
    return { name, type: 'Array(String)', column: joined(int64([texts.length]), column) };
  };
  return [list('account_ids', account_ids), list('contact_ids', contact_ids), list('anonymous_ids', [])];
};
