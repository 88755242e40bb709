// Answers that fail in their middle, as the server sends them.
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { runSql } from './clickhouse-query.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that answers each request with what `answer` writes to its socket. */
const serve = async (answer: (socket: Socket) => void): Promise<string> => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nx-clickhouse-exception-tag: abcdefgh\r\n\r\n';
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

const run = async (url: string): Promise<{ written: string; failure: string | undefined }> => {
  let written = '';
  const write = async (bytes: Uint8Array): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    written += Buffer.from(bytes).toString();
  };
  const failure = await runSql({
    url,
    database: 'd',
    password: 'p',
    sql: 'SELECT',
    format: 'tsv',
    params: {},
    write,
  });
  return { written, failure };
};

test('a whole answer is written as it came', async () => {
  const url = await serve((socket) => socket.end(`${head}${chunk('a\n1\n')}${chunk('2\n')}0\r\n\r\n`));
  expect(await run(url)).toEqual({ written: 'a\n1\n2\n', failure: undefined });
});

test('the reason of a failure is found after the rows, wherever the pieces of the answer end', async () => {
  const answer = `a\n${'1\n'.repeat(5_000)}\r\n__exception__\r\nabcdefgh\r\nCode: 241. DB::Exception: Too much. (X)\n35 abcdefgh\r\n__exception__\r\n`;
  for (const size of [7, 997, 1 << 20]) {
    const pieces = answer.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    // The server breaks the chunked encoding right after the reason.
    const url = await serve((socket) => {
      socket.write(head + pieces.map(chunk).join(''));
      socket.end('broken');
    });
    const { written, failure } = await run(url);
    expect(written).toBe(`a\n${'1\n'.repeat(5_000)}`);
    expect(failure).toBe('\r\nCode: 241. DB::Exception: Too much. (X)');
  }
});

test('an answer that breaks off without a reason says that it is not whole', async () => {
  const url = await serve((socket) => {
    socket.write(head + chunk('a\n1\n'), () => socket.resetAndDestroy());
  });
  await expect(run(url)).rejects.toThrow('what was printed is not all');
});

test('a refusal is given as the server worded it', async () => {
  const text = 'Code: 60. DB::Exception: Unknown. (UNKNOWN_TABLE)';
  const url = await serve((socket) =>
    socket.end(`HTTP/1.1 404 Not Found\r\ncontent-length: ${text.length}\r\n\r\n${text}`),
  );
  expect(await run(url)).toEqual({ written: '', failure: text });
});
