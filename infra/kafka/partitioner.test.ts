import fc from 'fast-check';
import { Partitioners, type PartitionMetadata } from 'kafkajs';
import { expect, test } from 'vitest';
import { createPartitioner, murmur2 } from './partitioner.ts';

const partitions = (count: number): PartitionMetadata[] =>
  Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));

test('murmur2 is the Java client’s: the values of its own test', () => {
  const known: readonly [string, number][] = [
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ];
  for (const [key, hash] of known) expect(murmur2(Buffer.from(key))).toBe(hash);
});

test('a keyed message goes to the partition that kafkajs chooses', () => {
  const ours = createPartitioner();
  const theirs = Partitioners.DefaultPartitioner();
  const keys = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  );
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 50 }), (key, count) => {
      const args = { topic: 't', partitionMetadata: partitions(count), message: { key, value: null } };
      expect(ours(args)).toBe(theirs(args));
    }),
    { numRuns: 2_000 },
  );
});

test('messages without a key take turns, a stated partition is kept', () => {
  const ours = createPartitioner();
  const args = { topic: 't', partitionMetadata: partitions(3), message: { key: null, value: null } };
  expect(new Set([ours(args), ours(args), ours(args)])).toEqual(new Set([0, 1, 2]));
  expect(ours({ ...args, message: { key: 'k', value: null, partition: 2 } })).toBe(2);
});
