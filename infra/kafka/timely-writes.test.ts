import { afterEach, expect, test, vi } from 'vitest';
import { TimelyWrites } from './timely-writes.ts';

afterEach(() => vi.useRealTimers());

test('a hundred writes may be under way; one that is over makes room, whatever it came to', async () => {
  const writes = new TimelyWrites();
  const ends = Array.from({ length: 100 }, () => Promise.withResolvers<string>());
  const begun = ends.map(({ promise }) => writes.begin(() => promise));
  expect(() => writes.begin(() => Promise.resolve('one more'))).toThrow(
    'too many acts are waiting for Kafka',
  );
  ends[0]?.reject(new Error('no broker'));
  await expect(begun[0]).rejects.toThrow('no broker');
  await expect(writes.begin(() => Promise.resolve('one more'))).resolves.toBe('one more');
});

test('whoever waits is answered after ten seconds, and the write goes on', async () => {
  vi.useFakeTimers();
  const writes = new TimelyWrites();
  const end = Promise.withResolvers<string>();
  const written = writes.begin(() => end.promise);
  const answer = expect(writes.inTime(written)).rejects.toMatchObject({
    code: 'kafka_unavailable',
    retriable: true,
  });
  await vi.advanceTimersByTimeAsync(10_000);
  await answer;
  end.resolve('written');
  await expect(writes.inTime(written)).resolves.toBe('written');
});
