// The record batches of one fetch, as Kafka stores them: found, decompressed, and not taken apart.
// Layout: https://kafka.apache.org/documentation/#recordbatch
import kafkajs, { type CompressionTypes } from 'kafkajs';

/** A record batch. Those of its properties that kafkajs looks at are named and typed as in its messages: it takes a batch for one message. */
export interface RecordBatch {
  /** Its last offset, decimal: also where compaction took that record. */
  readonly offset: string;
  readonly isControlRecord: boolean;
  /** Of a control batch: the key of its one record, which says what it controls. */
  readonly key: Buffer | null;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
  /** Its records, one after the other. */
  readonly records: Buffer;
  readonly count: number;
  readonly first_offset: number;
  /** Which the records' times are relative to, UTC milliseconds. */
  readonly first_timestamp: number;
  /** When the broker wrote it, where the topic says that this is what counts. */
  readonly append_timestamp: number | undefined;
}

interface Codec {
  readonly decompress: (bytes: Buffer) => Promise<Buffer>;
}

/** Where the fields lie, and which bits of the attributes mean what. */
const at = {
  ...{ length: 8, magic: 16, attributes: 21, lastOffsetDelta: 23, firstTimestamp: 27, maxTimestamp: 35 },
  ...{ producerId: 43, count: 57, records: 61 },
};
const bits = { compression: 0x07, appendTime: 0x08, transactional: 0x10, control: 0x20 };
const current_magic = 2;

const decompressed = async (records: Buffer, compression: number): Promise<Buffer> => {
  if (compression === 0) return records;
  const codec = kafkajs.CompressionCodecs[compression as CompressionTypes.GZIP] as (() => Codec) | undefined;
  if (!codec) throw new Error(`record batches compressed with codec ${compression} cannot be read`);
  return codec().decompress(records);
};

/** A control record's key is four bytes after its length, attributes, two deltas and the key's length: each of one byte. */
const controlKey = (records: Buffer): Buffer => records.subarray(5, 9);

const recordBatch = async (bytes: Buffer, end: number): Promise<RecordBatch> => {
  const attributes = bytes.readInt16BE(at.attributes);
  const isControlRecord = (attributes & bits.control) > 0;
  const first = bytes.readBigInt64BE(0);
  const records = await decompressed(bytes.subarray(at.records, end), attributes & bits.compression);
  return {
    offset: String(first + BigInt(bytes.readInt32BE(at.lastOffsetDelta))),
    isControlRecord,
    key: isControlRecord ? controlKey(records) : null,
    batchContext: {
      producerId: String(bytes.readBigInt64BE(at.producerId)),
      inTransaction: (attributes & bits.transactional) > 0,
    },
    records,
    count: bytes.readInt32BE(at.count),
    first_offset: Number(first),
    first_timestamp: Number(bytes.readBigInt64BE(at.firstTimestamp)),
    append_timestamp:
      (attributes & bits.appendTime) > 0 ? Number(bytes.readBigInt64BE(at.maxTimestamp)) : undefined,
  };
};

/** The whole batches in what a fetch brought of one partition; the broker cuts the last one where the fetch is full. */
export const recordBatches = async (fetched: Buffer): Promise<readonly RecordBatch[]> => {
  const batches: RecordBatch[] = [];
  for (let rest = fetched; rest.length >= at.records;) {
    const magic = rest.readInt8(at.magic);
    if (magic !== current_magic)
      throw new Error(
        `a record batch has format ${magic}: only format ${current_magic} (Kafka 0.11) is read`,
      );
    const end = at.length + 4 + rest.readInt32BE(at.length);
    if (end > rest.length) break;
    batches.push(await recordBatch(rest, end));
    rest = rest.subarray(end);
  }
  return batches;
};
