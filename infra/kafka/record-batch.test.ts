import { createRequire } from 'node:module';
import fc from 'fast-check';
import { CompressionTypes, type KafkaMessage } from 'kafkajs';
import { expect, test } from 'vitest';
import { MessageList } from './message-list.ts';
import { recordBatches } from './record-batch.ts';
import { encodedBatch, type TestMessage } from './testing.ts';

const require = createRequire(import.meta.url);
const decode = require('kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js') as (
  decoder: unknown,
) => Promise<readonly KafkaMessage[]>;
const Decoder = require('kafkajs/src/protocol/decoder.js') as new (bytes: Buffer) => unknown;

const byKafkajs = async (fetched: Buffer): Promise<readonly unknown[]> => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(fetched.length);
  const messages = await decode(new Decoder(Buffer.concat([length, fetched])));
  return messages.map(({ offset, timestamp, key, value, headers }) => ({
    ...{ offset: Number(offset), timestamp: Number(timestamp), key, value },
    // kafkajs makes lists of repeated names only; both are compared as they are.
    headers: { ...headers },
  }));
};
const byUs = async (fetched: Buffer): Promise<readonly unknown[]> => {
  const list = MessageList.of(await recordBatches(fetched));
  return Array.from({ length: list.length }, (_, index) => list.at(index));
};

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const maybe = fc.option(bytes);
const message = fc.record({
  gap: fc.integer({ min: 1, max: 300 }),
  key: maybe,
  value: maybe,
  headers: fc.dictionary(
    fc.string({ minLength: 1, maxLength: 9 }).filter((name) => name !== '__proto__'),
    fc.oneof(bytes, fc.array(bytes, { minLength: 2, maxLength: 3 })),
    { maxKeys: 3 },
  ),
  timestamp: fc.integer({ min: 0, max: 253_402_300_799_999 }),
});
const batches = fc.array(
  fc.record({
    messages: fc.array(message, { minLength: 1, maxLength: 20 }),
    compression: fc.constantFrom(CompressionTypes.None, CompressionTypes.GZIP),
  }),
  { minLength: 1, maxLength: 5 },
);

test('messages read from whole record batches are those that kafkajs reads, cut batches left out', async () => {
  await fc.assert(
    fc.asyncProperty(batches, fc.nat(400), fc.nat(2 ** 40), async (given, cut, first) => {
      let offset = first;
      const encoded: Buffer[] = [];
      for (const { messages, compression } of given) {
        const placed: TestMessage[] = messages.map(({ gap, ...rest }) => ({
          ...rest,
          offset: (offset += gap),
        }));
        encoded.push(await encodedBatch(placed, compression));
      }
      const whole = Buffer.concat(encoded);
      const fetched = whole.subarray(0, Math.max(61, whole.length - cut));
      expect(await byUs(fetched)).toEqual(await byKafkajs(fetched));
    }),
    { numRuns: 200 },
  );
});

test('a batch counts for what it covers, and control batches say what they control', async () => {
  const [batch] = await recordBatches(await encodedBatch([{ offset: 7 }, { offset: 9 }]));
  expect(batch).toMatchObject({ offset: '9', first_offset: 7, count: 2, isControlRecord: false, key: null });
  const control = await encodedBatch([{ offset: 3, key: Buffer.from([0, 0, 0, 1]), value: Buffer.alloc(6) }]);
  control.writeInt16BE(0x30, 21);
  const [marker] = await recordBatches(control);
  expect(marker).toMatchObject({ offset: '3', isControlRecord: true, key: Buffer.from([0, 0, 0, 1]) });
});

test('where the broker writes the time, that of the batch counts for each of its records', async () => {
  const bytesOf = await encodedBatch([{ offset: 1, timestamp: 5 }]);
  bytesOf.writeInt16BE(0x08, 21);
  bytesOf.writeBigInt64BE(77n, 35);
  expect(MessageList.of(await recordBatches(bytesOf)).at(0).timestamp).toBe(77);
});

test('what is no record batch is said, never read as something else', async () => {
  const old = await encodedBatch([{ offset: 1 }]);
  old.writeInt8(1, 16);
  await expect(recordBatches(old)).rejects.toThrow('format 1');
  const broken = await encodedBatch([{ offset: 1, value: Buffer.from('value') }]);
  broken[61] = 40;
  const found = await recordBatches(broken);
  expect(() => MessageList.of(found)).toThrow('not a record batch');
  const foreign = await encodedBatch([{ offset: 1 }]);
  foreign.writeInt16BE(4, 21);
  await expect(recordBatches(foreign)).rejects.toThrow();
});

test('kafkajs is the version whose reading of fetches is replaced', () => {
  const { version } = require('kafkajs/package.json') as { readonly version: string };
  expect(version).toBe('2.2.4');
});
