import { expect, test } from 'vitest';
import { Reading } from './reading.ts';

const never = new AbortController().signal;
const end = (partition: number, at: number, start = 0) => ({
  topic: 'funnel.sla',
  partition,
  start,
  end: at,
});
const isDone = async (promise: Promise<void>): Promise<boolean> =>
  Promise.race([promise.then(() => true), Promise.resolve().then(() => Promise.resolve(false))]);

test('who takes over waits until every partition has been read to its end', async () => {
  const reading = new Reading(new Map([['funnel.sla', new Map([[0, 5n]])]]));
  const reached = reading.reach([end(0, 7), end(1, 1)], never);
  reading.advance('funnel.sla', 0, 7n);
  expect(await isDone(reached)).toBe(false);
  reading.advance('funnel.sla', 1, 1n);
  await reached;
  await reading.reach([end(0, 6)], never);
});

test('positions never go back', () => {
  const reading = new Reading(new Map());
  reading.advance('funnel.sla', 0, 7n);
  reading.advance('funnel.sla', 0, 3n);
  expect(reading.next('funnel.sla', 0)).toBe(7n);
});

test('what retention has taken is not waited for', async () => {
  await new Reading(new Map()).reach([end(0, 9, 9)], never);
});

test('who loses the partition waits no longer', async () => {
  const lost = new AbortController();
  const reached = new Reading(new Map()).reach([end(0, 9)], lost.signal);
  expect(await isDone(reached)).toBe(false);
  lost.abort();
  await reached;
});
