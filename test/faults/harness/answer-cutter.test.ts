// The cutter against a real HTTP server: what it passes on, and what it cuts.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAnswerCutter, type AnswerCutter } from './answer-cutter.ts';

const applied: string[] = [];
const server = createServer((inbound, outbound) => {
  let body = '';
  inbound.on('data', (chunk) => (body += String(chunk)));
  inbound.on('end', () => {
    applied.push(body);
    outbound.end('applied');
  });
});
let cutter: AnswerCutter;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cutter = await startAnswerCutter(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(async () => {
  await cutter.close();
  server.close();
});

const insert = async (table: string, body: string): Promise<string> => {
  const query = encodeURIComponent(`INSERT INTO ${table} FORMAT Native`);
  const response = await fetch(`${cutter.url}/?query=${query}`, { method: 'POST', body });
  return response.text();
};

test('one insert into the table is applied and not answered, all others are', async () => {
  const cut = cutter.cutNextInsertInto('stored_events');
  expect(await insert('stored_dead_letters', 'one')).toBe('applied');
  await expect(insert('stored_events', 'two')).rejects.toThrow();
  await cut;
  expect(await insert('stored_events', 'three')).toBe('applied');
  expect(applied).toEqual(['one', 'two', 'three']);
});

test('one insert into the table waits until it is released, and is applied then', async () => {
  const hold = cutter.holdNextInsertInto('stored_events');
  const first = insert('stored_events', 'held');
  await hold.held;
  expect(await insert('stored_events', 'passed')).toBe('applied');
  await hold.release();
  expect(await first).toBe('applied');
  expect(applied.slice(-2)).toEqual(['passed', 'held']);
});
