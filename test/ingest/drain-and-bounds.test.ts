// What ingest promises when it is told to stop and when Kafka stands still.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOwnStack, killOwnStack, until, type OwnStack } from '../stack/own-stack.ts';
import {
  createEventsTopic,
  idsInKafka,
  metricOf,
  postTouches,
  rssOf,
  startOwnIngest,
  type OwnIngest,
} from './own-ingest.ts';

let stack: OwnStack;
beforeAll(async () => {
  stack = await startOwnStack();
  await createEventsTopic(stack);
});
afterAll(() => killOwnStack(stack));

const ended = async ({ child }: OwnIngest): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
};

test('told to stop under load, it answers what is under way and ends; every event answered 202 is in Kafka', async () => {
  const ingest = await startOwnIngest(stack);
  const accepted: string[] = [];
  const statuses = new Set<number>();
  let goesOn = true;
  const emitter = async (): Promise<void> => {
    while (goesOn) {
      const answer = await postTouches(ingest, 3).catch(() => undefined);
      // Refused or cut: nothing was promised.
      if (!answer) return;
      const { ids, response } = answer;
      statuses.add(response.status);
      if (response.status === 202) accepted.push(...ids);
      else {
        expect(response.headers.get('retry-after')).not.toBeNull();
        return;
      }
    }
  };
  const emitters = Promise.all(Array.from({ length: 20 }, emitter));
  await until('load is under way', () => accepted.length > 600);
  const stopped = ended(ingest);
  const told = performance.now();
  ingest.child.kill('SIGTERM');
  expect(await stopped).toBe(0);
  expect(performance.now() - told).toBeLessThan(15_000);
  goesOn = false;
  await emitters;
  expect([...statuses].filter((status) => status !== 202 && status !== 503)).toEqual([]);
  const inKafka = await idsInKafka(stack);
  expect(accepted.filter((id) => !inKafka.has(id))).toEqual([]);
  expect(accepted.filter((id) => inKafka.get(id) !== 1)).toEqual([]);
});

describe('with a budget of 2 MB', () => {
  const budget = 2_000_000;
  let ingest: OwnIngest;
  beforeAll(async () => {
    ingest = await startOwnIngest(stack, { REVLOOP_INGEST_WAITING_BYTES_MAX: String(budget) });
  });
  afterAll(async () => {
    ingest.child.kill('SIGTERM');
    await ended(ingest);
  });

  test('while Kafka stands still it holds no more, refuses with Retry-After, and takes events again when Kafka goes on', async () => {
    expect((await postTouches(ingest, 1)).response.status).toBe(202);
    const rssBefore = rssOf(ingest);
    process.kill(stack.where.pids.kafka, 'SIGSTOP');
    try {
      const answers = await Promise.all(Array.from({ length: 150 }, () => postTouches(ingest, 100)));
      const codes = new Set<string>();
      for (const { response } of answers) {
        expect(response.status).toBe(503);
        expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
        codes.add(((await response.json()) as { error: { code: string } }).error.code);
      }
      // Those that found room waited for Kafka, the others were told at once.
      expect(codes).toEqual(new Set(['kafka_unavailable', 'overloaded']));
      expect(await metricOf(ingest, 'revloop_ingest_waiting_bytes_peak')).toBeLessThanOrEqual(budget);
      expect(rssOf(ingest) - rssBefore).toBeLessThan(200_000_000);
    } finally {
      process.kill(stack.where.pids.kafka, 'SIGCONT');
    }
    await until('events are taken again', async () => (await postTouches(ingest, 1)).response.status === 202);
    await until('nothing waits', async () => (await metricOf(ingest, 'revloop_ingest_waiting_bytes')) === 0);
  });

  test('bodies that are being read count: slow senders cannot take more than there is', async () => {
    const { port } = new URL(ingest.url);
    const sockets: Socket[] = [];
    let refusals = 0;
    for (let index = 0; index < 30; index += 1) {
      const socket = connect({ port: Number(port), host: '127.0.0.1' });
      socket.on('data', (answer: Buffer) => {
        if (answer.toString().startsWith('HTTP/1.1 503')) refusals += 1;
      });
      socket.on('error', () => undefined);
      socket.write(
        `POST /v1/events HTTP/1.1\r\nhost: x\r\nauthorization: ${ingest.authorization}\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n["${'x'.repeat(100_000)}`,
      );
      sockets.push(socket);
    }
    await until('the last are refused', () => refusals >= 10);
    const waiting = await metricOf(ingest, 'revloop_ingest_waiting_bytes');
    expect(waiting).toBeGreaterThan(budget / 2);
    expect(waiting).toBeLessThanOrEqual(budget);
    for (const socket of sockets) socket.destroy();
    await until(
      'nothing is held',
      async () => (await metricOf(ingest, 'revloop_ingest_waiting_bytes')) === 0,
    );
  });
});
