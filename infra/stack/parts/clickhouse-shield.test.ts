// The shield before a real HTTP server: what gets through, and what never does.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test, vi } from 'vitest';
import { startShield } from './clickhouse-shield.ts';

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const shielded = async (
  listener: RequestListener,
): Promise<{ url: string; port: number; upstream: Server }> => {
  const upstream = createServer({ maxHeaderSize: 4_194_304 }, listener).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const shield = await startShield(0, portOf(upstream));
  open.push(shield, upstream);
  return { url: `http://127.0.0.1:${portOf(shield)}`, port: portOf(shield), upstream };
};

test('method, path, headers and bodies of megabytes pass unchanged, both ways', async () => {
  const { url } = await shielded((request, response) => {
    const { method, url: path, headers } = request;
    response.setHeader('x-asked', JSON.stringify({ method, path, user: headers['x-clickhouse-user'] }));
    request.pipe(response);
  });
  const body = 'row\n'.repeat(2_000_000);
  const response = await fetch(`${url}/?query=INSERT`, {
    method: 'POST',
    body,
    headers: { 'X-ClickHouse-User': 'u' },
  });
  expect(JSON.parse(response.headers.get('x-asked') ?? '')).toEqual({
    method: 'POST',
    path: '/?query=INSERT',
    user: 'u',
  });
  expect(await response.text()).toBe(body);
});

test('URLs of megabytes pass', async () => {
  const { url } = await shielded((request, response) => response.end(String(request.url?.length)));
  const response = await fetch(`${url}/?${'a'.repeat(3_000_000)}`);
  expect(await response.text()).toBe('3000002');
});

test('an answer that breaks off breaks off for the client, too', async () => {
  const { url } = await shielded((_request, response) => {
    response.write('half a result');
    setImmediate(() => response.destroy());
  });
  const response = await fetch(url);
  await expect(response.text()).rejects.toThrow('terminated');
});

test('a client that leaves ends its query', async () => {
  let left = false;
  const { url } = await shielded((_request, response) => {
    response.on('close', () => (left = true));
    response.write('first row\n');
  });
  const abort = new AbortController();
  await fetch(url, { signal: abort.signal });
  abort.abort();
  await vi.waitFor(() => expect(left).toBe(true));
});

test('half a request, and nonsense, never reach the server', async () => {
  const asked = vi.fn<RequestListener>((_request, response) => response.end());
  const { port } = await shielded(asked);
  const answers = ['GET / HTTP/1.1\r\nHost: x\r\nX-Ha', 'nonsense\r\n\r\n'].map(async (bytes) => {
    const socket = connect(port, '127.0.0.1');
    socket.end(bytes);
    return text(socket);
  });
  for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^(HTTP\/1.1 400 Bad Request|$)/);
  expect(asked).not.toHaveBeenCalled();
});

test('while the server is away the client is told to try again', async () => {
  const { url, upstream } = await shielded((_request, response) => response.end());
  await new Promise((resolve) => upstream.close(resolve));
  const response = await fetch(url);
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('1');
});
