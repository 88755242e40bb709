// Order and bounds of what is under way.
import { expect, test } from 'vitest';
import { sendInOrder } from './send-in-order.ts';

const resolvers = () => {
  const waiting = new Map<number, (fault?: Error) => void>();
  const send = (batch: number): Promise<number> =>
    new Promise((resolve, reject) => waiting.set(batch, (fault) => (fault ? reject(fault) : resolve(batch))));
  return { waiting, send };
};
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('batches start in order, a few at a time, and are handed on in order whichever is answered first', async () => {
  const { waiting, send } = resolvers();
  const done: number[] = [];
  const all = sendInOrder([1, 2, 3, 4], send, (batch) => done.push(batch), { in_flight_max: 2 });
  await settled();
  expect([...waiting.keys()]).toEqual([1, 2]);
  waiting.get(2)?.();
  await settled();
  expect(done).toEqual([]);
  waiting.get(1)?.();
  await settled();
  expect(done).toEqual([1, 2]);
  expect([...waiting.keys()]).toEqual([1, 2, 3, 4]);
  waiting.get(4)?.();
  waiting.get(3)?.();
  await all;
  expect(done).toEqual([1, 2, 3, 4]);
});

test('a failure ends it after what was acknowledged before, and nothing after it is handed on', async () => {
  const { waiting, send } = resolvers();
  const done: number[] = [];
  const all = sendInOrder([1, 2, 3], send, (batch) => done.push(batch), { in_flight_max: 3 });
  const outcome = expect(all).rejects.toThrow('away');
  await settled();
  waiting.get(3)?.();
  waiting.get(2)?.(new Error('away'));
  waiting.get(1)?.();
  await outcome;
  expect(done).toEqual([1]);
});
