// An HTTP server that keeps what it is sent, and answers as it is told.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface HttpReceiver {
  /** Without a path. */
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  /** Connections it was ever asked for. */
  connections(): number;
  /** What it does with the next requests. */
  answer: (response: ServerResponse) => void;
  close(): Promise<void>;
}

/** An answer of `status`. */
export const status =
  (code: number, headers: Record<string, string> = {}, body = ''): HttpReceiver['answer'] =>
  (response) =>
    response.writeHead(code, headers).end(body);

export const startHttpReceiver = async (): Promise<HttpReceiver> => {
  let connections = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      receiver.received.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body,
      });
      receiver.answer(response);
    });
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const receiver: HttpReceiver = {
    url: `http://127.0.0.1:${port}`,
    port,
    received: [],
    connections: () => connections,
    answer: status(200),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
};
