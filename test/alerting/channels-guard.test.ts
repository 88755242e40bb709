// The fetch that must not reach what only this machine reaches: tried on servers of this machine.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { guardedFetch, type GuardedFetch } from '../../services/alerting/channels/guarded-fetch.ts';
import { readAllowedHosts } from '../../services/alerting/core/channels/address-rules.ts';
import { startHttpReceiver, status, type HttpReceiver } from './receivers/http-receiver.ts';
import { startTlsServer } from './receivers/smtp-receiver.ts';

const allowing = (...hosts: readonly string[]): GuardedFetch =>
  guardedFetch(readAllowedHosts(hosts).allowed, 500);
const post = (fetch: GuardedFetch, url: string, signal = new AbortController().signal) =>
  fetch({ url, headers: { 'content-type': 'application/json' }, body: '{}' }, signal);

let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = await startHttpReceiver();
});
afterEach(() => receiver.close());

describe('an address of this machine', () => {
  test.each([
    ['written out', '127.0.0.1'],
    ['as a number', '2130706433'],
    ['as IPv6', '[::1]'],
    ['mapped into IPv6', '[::ffff:127.0.0.1]'],
    ['unspecified', '0.0.0.0'],
    ['behind a name', 'localhost'],
  ])('%s is refused before a connection is made', async (_how, host) => {
    const answer = await post(allowing('192.168.0.0/16'), `http://${host}:${receiver.port}/`);
    expect(answer).toMatchObject({ status: 0, refused: true });
    expect(answer).toHaveProperty('why', expect.stringContaining('REVLOOP_ALERT_ALLOWED_HOSTS can allow it'));
    expect(receiver.connections()).toBe(0);
  });

  test.each([
    ['its name', 'localhost', 'localhost'],
    ['its address', '127.0.0.1', 'localhost'],
    ['its range', '127.0.0.0/8', '127.0.0.1'],
  ])('is reached where the operator allowed %s', async (_what, allowed, host) => {
    expect(await post(allowing(allowed), `http://${host}:${receiver.port}/`)).toMatchObject({ status: 200 });
    expect(receiver.received).toHaveLength(1);
  });
});

test('a redirect is not followed', async () => {
  const inner = await startHttpReceiver();
  receiver.answer = status(307, { location: inner.url });
  expect(await post(allowing('127.0.0.1'), receiver.url)).toMatchObject({ status: 307 });
  expect(inner.connections()).toBe(0);
  await inner.close();
});

test('what is not an http URL is refused', async () => {
  for (const url of ['file:///etc/passwd', 'ftp://127.0.0.1/', 'nowhere'])
    expect(await post(allowing('127.0.0.1'), url)).toMatchObject({ status: 0, refused: true });
});

describe('a receiver', () => {
  const allowed = allowing('127.0.0.1');

  test('that never answers is waited for no longer than the time-out', async () => {
    receiver.answer = () => undefined;
    const none = { status: 0, why: 'no answer within 500 ms', refused: false };
    expect(await post(allowed, receiver.url)).toEqual(none);
  });

  test('is asked again by the connection there is', async () => {
    for (let time = 0; time < 3; time += 1)
      expect(await post(allowed, receiver.url)).toMatchObject({ status: 200 });
    expect(receiver.connections()).toBe(1);
  });

  test('that has closed the connection there was is asked by another', async () => {
    expect(await post(allowed, receiver.url)).toMatchObject({ status: 200 });
    receiver.answer = (response) => {
      receiver.answer = status(200);
      response.socket?.resetAndDestroy();
    };
    expect(await post(allowed, receiver.url)).toMatchObject({ status: 200 });
    expect([receiver.received.length, receiver.connections()]).toEqual([3, 2]);
  });

  test('that breaks off the first request of a connection has not answered', async () => {
    receiver.answer = (response) => response.socket?.resetAndDestroy();
    expect(await post(allowed, receiver.url)).toMatchObject({ status: 0, refused: false });
    expect(receiver.received).toHaveLength(1);
  });

  test('that answers without end has answered: the first of it is read', async () => {
    receiver.answer = (response) => {
      response.writeHead(400);
      const more = (): void => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      more();
    };
    expect(await post(allowed, receiver.url)).toEqual({
      status: 400,
      retry_after: '',
      body: 'x'.repeat(4_096),
    });
  });

  test('that stops in the middle of an answer has answered', async () => {
    receiver.answer = (response) => response.writeHead(200).write('half');
    expect(await post(allowed, receiver.url)).toEqual({ status: 200, retry_after: '', body: 'half' });
  });

  test('that breaks an answer off has answered', async () => {
    receiver.answer = (response) => {
      response
        .writeHead(200, { 'content-length': '100' })
        .write('half', () => response.socket?.resetAndDestroy());
    };
    expect(await post(allowed, receiver.url)).toMatchObject({ status: 200 });
  });

  test('that garbles the rest of an answer has answered', async () => {
    receiver.answer = (response) => {
      response.writeHead(200).write('half', () => response.socket?.write('no chunk\r\n'));
    };
    expect(await post(allowed, receiver.url)).toEqual({ status: 200, retry_after: '', body: 'half' });
  });

  test('that is not there is no answer, with a reason', async () => {
    const { port } = receiver;
    await receiver.close();
    const answer = await post(allowing('localhost'), `http://localhost:${port}/`);
    expect(answer).toMatchObject({ status: 0, refused: false });
    expect(answer).toHaveProperty('why', expect.stringContaining('ECONNREFUSED'));
    receiver = await startHttpReceiver();
  });

  test('whose certificate nobody vouches for is no answer', async () => {
    const server = await startTlsServer();
    const answer = await post(allowed, `https://127.0.0.1:${server.port}/`);
    expect(answer).toMatchObject({ status: 0, refused: false });
    expect(answer).toHaveProperty('why', expect.stringContaining('certificate'));
    await server.close();
  });

  test('that has no name is no answer, and may have one later', async () => {
    const answer = await post(guardedFetch(readAllowedHosts([]).allowed, 5_000), 'http://nowhere.invalid/');
    expect(answer).toMatchObject({ status: 0, refused: false });
  });

  test('is not waited for by who is stopped, before or while it is asked', async () => {
    const stop = new AbortController();
    receiver.answer = () => stop.abort();
    const fetch = guardedFetch(readAllowedHosts(['127.0.0.1']).allowed);
    expect(await post(fetch, receiver.url, stop.signal)).toMatchObject({ status: 0, refused: false });
    expect(await post(fetch, receiver.url, stop.signal)).toMatchObject({ status: 0, refused: false });
    expect(receiver.received).toHaveLength(1);
  });
});
