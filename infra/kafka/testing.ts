// Record batches for tests, written by kafkajs's own encoders.
import { createRequire } from 'node:module';
import type { IHeaders } from 'kafkajs';
import type { RecordBatch } from './record-batch.ts';

export interface TestMessage {
  readonly offset: number;
  readonly key?: Buffer | null;
  readonly value?: Buffer | null;
  readonly headers?: IHeaders;
  /** UTC milliseconds. */
  readonly timestamp?: number;
}
interface Encoder {
  readonly buffer: Buffer;
}
interface Written {
  readonly offsetDelta: number;
  readonly timestampDelta: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

const require = createRequire(import.meta.url);
const encodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0') as (record: Written) => Encoder;
const { RecordBatch: encodeBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
  readonly RecordBatch: (batch: Readonly<Record<string, unknown>>) => Promise<Encoder>;
};
const base_timestamp = 1_750_000_000_000;

const recordsOf = (messages: readonly TestMessage[]): readonly Encoder[] =>
  messages.map(({ offset, key = null, value = null, headers = {}, timestamp = base_timestamp }) =>
    encodeRecord({
      offsetDelta: offset - (messages[0]?.offset ?? 0),
      timestampDelta: timestamp - base_timestamp,
      ...{ key, value, headers },
    }),
  );

/** A batch as it is after a fetch. */
export const recordBatchOf = (messages: readonly TestMessage[]): RecordBatch => ({
  offset: String(messages.at(-1)?.offset ?? 0),
  isControlRecord: false,
  key: null,
  batchContext: { producerId: '-1', inTransaction: false },
  records: Buffer.concat(recordsOf(messages).map(({ buffer }) => buffer)),
  count: messages.length,
  first_offset: messages[0]?.offset ?? 0,
  first_timestamp: base_timestamp,
  append_timestamp: undefined,
});

/** A batch as a broker sends it. `compression` is kafkajs's number of the codec. */
export const encodedBatch = async (messages: readonly TestMessage[], compression = 0): Promise<Buffer> => {
  const [first, last] = [messages[0]?.offset ?? 0, messages.at(-1)?.offset ?? 0];
  const { buffer } = await encodeBatch({
    compression,
    firstOffset: first,
    firstTimestamp: base_timestamp,
    maxTimestamp: base_timestamp,
    lastOffsetDelta: last - first,
    records: recordsOf(messages),
  });
  return buffer;
};
