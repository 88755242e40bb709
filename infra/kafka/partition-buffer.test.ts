import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MessageList } from './message-list.ts';
import { recordBatchOf, type TestMessage } from './testing.ts';
import { PartitionBuffer, type Chunk, type Fetched } from './partition-buffer.ts';

const message = (offset: number): TestMessage => ({ offset, value: Buffer.from(`value of ${offset}`) });

/** A fetch from `from` to `to` whose messages are those of the log. */
const fetched = (log: readonly number[], from: number, to: number): Fetched => {
  const messages = log.filter((offset) => offset >= from && offset <= to).map(message);
  return {
    from,
    to,
    messages: MessageList.of([recordBatchOf(messages)]),
    bytes: 10 * messages.length,
    end: 1_000,
  };
};
const offsetsOf = ({ messages }: Chunk): number[] =>
  Array.from({ length: messages.length }, (_, index) => messages.at(index).offset);
const limits = { messages_max: 1_000, bytes_max: 1_000_000 };

test('however a log is fetched and read, every message is read once, in order, and every offset is covered once', () => {
  const log = fc
    .uniqueArray(fc.nat(60), { minLength: 1, maxLength: 40 })
    .map((offsets) => offsets.sort((a, b) => a - b));
  const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(log, cuts, cuts, (offsets, fetches, reads) => {
      const last = offsets.at(-1) ?? 0;
      const buffer = new PartitionBuffer(0, () => undefined);
      for (let from = 0, turn = 0; from <= last; turn += 1) {
        const to = Math.min(last, from + (fetches[turn % fetches.length] ?? 1) - 1);
        buffer.push(fetched(offsets, from, to));
        from = to + 1;
      }
      const read: number[] = [];
      let next = 0;
      for (let turn = 0; ; turn += 1) {
        const chunk = buffer.take({ ...limits, messages_max: reads[turn % reads.length] ?? 1 });
        if (!chunk) break;
        expect(chunk.from).toBe(next);
        expect(offsetsOf(chunk).every((offset) => offset >= chunk.from && offset <= chunk.to)).toBe(true);
        read.push(...offsetsOf(chunk));
        next = chunk.to + 1;
      }
      expect(read).toEqual(offsets);
      expect(next).toBe(last + 1);
      expect(buffer.bytes).toBeCloseTo(0);
    }),
  );
});

test('what is read up to an offset stops there, whether or not there is a message', () => {
  const buffer = new PartitionBuffer(3, () => undefined);
  buffer.push(fetched([3, 4, 7, 8], 3, 9));
  const first = buffer.take({ ...limits, to: 5 });
  expect(first).toMatchObject({ from: 3, to: 5 });
  expect(first && offsetsOf(first)).toEqual([3, 4]);
  const rest = buffer.take(limits);
  expect(rest).toMatchObject({ from: 6, to: 9 });
  expect(rest && offsetsOf(rest)).toEqual([7, 8]);
});

test('what was read before is not read again', () => {
  const buffer = new PartitionBuffer(5, () => undefined);
  buffer.push(fetched([3, 4], 3, 4));
  buffer.push(fetched([3, 4, 5, 6], 3, 6));
  const chunk = buffer.take(limits);
  expect(chunk && offsetsOf(chunk)).toEqual([5, 6]);
});

test('a fetch that leaves a gap is asked for again from the gap on, and taken when it comes again', () => {
  const sought: number[] = [];
  const buffer = new PartitionBuffer(5, (offset) => sought.push(offset));
  buffer.push(fetched([9], 9, 9));
  expect(buffer.take(limits)).toBeUndefined();
  expect(sought).toEqual([5]);
  buffer.push(fetched([9], 9, 9));
  expect(buffer.take(limits)).toMatchObject({ from: 5, to: 9, jumped: true });
});

test('a list of messages gives back keys, values, headers and what lies where', () => {
  const headers = { a: Buffer.from('b') };
  const list = MessageList.of([
    recordBatchOf([{ offset: 7, key: Buffer.from('key'), value: Buffer.from('value'), headers }]),
    recordBatchOf([{ offset: 8, value: null }]),
  ]);
  expect(list.at(0)).toMatchObject({ offset: 7, headers, timestamp: 1_750_000_000_000 });
  expect(list.at(0).key?.toString()).toBe('key');
  expect(list.at(0).value?.toString()).toBe('value');
  expect(list.at(1)).toMatchObject({ offset: 8, key: null, value: null, headers: {} });
  expect(list.withHeaders).toEqual([0]);
  list.seek(0);
  expect(Buffer.from(list.bytes.subarray(list.start, list.end)).toString()).toBe('value');
});

test('after a rewind, fetches that were under way before it are asked for again, and nothing is left out', () => {
  const log = Array.from({ length: 40 }, (_, offset) => offset);
  const sought: number[] = [];
  const buffer = new PartitionBuffer(undefined, (offset) => sought.push(offset));
  buffer.startAt(30);
  buffer.push(fetched(log, 30, 34));
  buffer.rewind(10);
  expect(buffer.take(limits)).toBeUndefined();
  for (const from of [30, 35]) {
    buffer.push(fetched(log, from, from + 4));
    expect(buffer.take(limits)).toBeUndefined();
  }
  buffer.push(fetched(log, 10, 39));
  expect(offsetsOf(buffer.take(limits) as Chunk)).toEqual(log.slice(10));
  expect(sought).toEqual([10, 10, 10]);
});

test('after a rewind to what retention has taken, what is left is read in the end', () => {
  const log = Array.from({ length: 40 }, (_, offset) => offset);
  const buffer = new PartitionBuffer(0, () => undefined);
  buffer.rewind(10);
  let chunk: Chunk | undefined;
  for (let fetches = 0; !chunk && fetches < 10; fetches += 1) {
    buffer.push(fetched(log, 20, 39));
    chunk = buffer.take(limits);
  }
  expect(chunk).toMatchObject({ from: 10, to: 39, jumped: true });
});
