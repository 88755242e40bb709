// How the client behaves towards a server that is slow, full, away or of another opinion.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createIngestClient, type PostEvents } from './ingest-client.ts';

type Answer = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown };

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

const bodyOf = async (request: IncomingMessage): Promise<unknown[]> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as unknown[];
};

/** A server that answers by a function of what was sent and how many requests came before. */
const serve = async (answer: (events: unknown[], before: number) => Answer) => {
  const received: unknown[][] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((events) => {
      const { status, headers, body } = answer(events, received.push(events) - 1);
      response.writeHead(status, headers).end(JSON.stringify(body ?? {}));
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const clientOf = (url: string, away: string[] = [], give_up_ms = 10_000): PostEvents =>
  createIngestClient({ url, write_key: 'k', give_up_ms, onAway: (reason) => away.push(reason) });
const events = (count: number) => Array.from({ length: count }, (_, index) => ({ event_id: `e${index}` }));
const took = (sent: unknown[]): Answer => ({ status: 202, body: { accepted: sent.length, rejected: [] } });

test('what is accepted and what is refused comes back', async () => {
  const rejected = [{ index: 1, event_id: null, code: 'missing_field', message: 'type is required' }];
  const { url } = await serve(() => ({ status: 202, body: { accepted: 2, rejected } }));
  expect(await clientOf(url)(events(3))).toEqual({ accepted: 2, duplicates: 0, rejected });
});

test('a request of which nothing is valid is a verdict too', async () => {
  const rejected = [{ index: 0, event_id: 'e0', code: 'unknown_type', message: 'no' }];
  const { url } = await serve(() => ({ status: 400, body: { accepted: 0, rejected } }));
  expect(await clientOf(url)(events(1))).toEqual({ accepted: 0, duplicates: 0, rejected });
});

test('429 and 503 are waited out as long as they ask for, and said once', async () => {
  const away: string[] = [];
  const { url, received } = await serve((sent, before) =>
    before < 3 ? { status: before === 0 ? 429 : 503, headers: { 'retry-after': '0' } } : took(sent),
  );
  expect(await clientOf(url, away)(events(2))).toMatchObject({ accepted: 2 });
  expect(received).toHaveLength(4);
  expect(away).toEqual(['it answered 429']);
});

test('a connection that breaks is tried again', async () => {
  const { url, received } = await serve((sent, before) => {
    if (before === 0) servers[0]?.closeAllConnections();
    return took(sent);
  });
  expect(await clientOf(url)(events(2))).toMatchObject({ accepted: 2 });
  expect(received).toHaveLength(2);
});

test('a request that is too long is sent in halves, in order, with every index as it was', async () => {
  const { url, received } = await serve((sent) => {
    if (sent.length > 3) return { status: 413 };
    const rejected = sent.flatMap((event, index) =>
      (event as { event_id: string }).event_id === 'e6'
        ? [{ index, event_id: 'e6', code: 'x', message: 'y' }]
        : [],
    );
    return { status: 202, body: { accepted: sent.length - rejected.length, rejected } };
  });
  const posted = await clientOf(url)(events(8));
  expect(posted).toMatchObject({ accepted: 7, rejected: [{ index: 6, event_id: 'e6' }] });
  expect(received.filter((sent) => sent.length <= 3).flat()).toEqual(events(8));
});

test('a refused write key, and an answer that judges fewer events than were sent, end it with a sentence', async () => {
  const unknown = await serve(() => ({ status: 401 }));
  await expect(clientOf(unknown.url)(events(1))).rejects.toThrow(
    'refuses the write key: set REVLOOP_WRITE_KEY',
  );
  const silent = await serve(() => ({ status: 202, body: { accepted: 1, rejected: [] } }));
  await expect(clientOf(silent.url)(events(2))).rejects.toThrow('not with a verdict on each event');
  const broken = await serve(() => ({
    status: 400,
    body: { accepted: 0, rejected: [], error: { code: 'invalid_json' } },
  }));
  await expect(clientOf(broken.url)(events(2))).rejects.toThrow('not with a verdict on each event');
});

test('an ingest that stays away is given up with what to do', async () => {
  const { url } = await serve(() => ({ status: 503, headers: { 'retry-after': '30' } }));
  await expect(clientOf(url, [], 0)(events(1))).rejects.toThrow(
    /cannot take events \(it answered 503\): start it with/,
  );
});
