// Stands between the services and ClickHouse, passes everything on, and when armed cuts one answer off: the server has applied the insert, and
// who sent it does not hear of it.
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

export interface AnswerCutter {
  readonly url: string;
  /** The next insert into this table is applied and not answered; resolves when that has happened. */
  readonly cutNextInsertInto: (table: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Armed {
  readonly insert: RegExp;
  readonly cut: () => void;
}

const statementOf = ({ url }: IncomingMessage): string =>
  new URL(url ?? '/', 'http://proxy').searchParams.get('query') ?? '';

/** Listens on a free port of loopback and passes requests to `target`. */
export const startAnswerCutter = async (target: string): Promise<AnswerCutter> => {
  const { hostname, port } = new URL(target);
  let armed: Armed | undefined;

  const answer = (inbound: IncomingMessage, outbound: ServerResponse, upstream: IncomingMessage): void => {
    const toCut = armed?.insert.test(statementOf(inbound)) && upstream.statusCode === 200 ? armed : undefined;
    if (!toCut) {
      outbound.writeHead(upstream.statusCode ?? 502, upstream.headers);
      pipeline(upstream, outbound, (error) => error && outbound.destroy());
      return;
    }
    armed = undefined;
    // The whole answer first: only then is it sure that the server has applied the insert.
    upstream.resume().once('end', () => {
      inbound.socket.destroy();
      toCut.cut();
    });
  };

  const server = createServer({ maxHeaderSize: 4_194_304, requestTimeout: 0, keepAliveTimeout: 10_000 });
  server.on('request', (inbound, outbound) => {
    const upstream = request({
      hostname,
      port,
      method: inbound.method,
      path: inbound.url,
      headers: { ...inbound.headers, connection: 'close' },
      agent: false,
    });
    upstream.on('response', (response) => answer(inbound, outbound, response));
    upstream.on('error', () => inbound.socket.destroy());
    outbound.on('close', () => !outbound.writableFinished && upstream.destroy());
    pipeline(inbound, upstream, (error) => error && upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutNextInsertInto: (table) =>
      new Promise((cut) => {
        armed = { insert: new RegExp(`^\\s*INSERT\\s+INTO\\s+\\S*\\b${table}\\b`, 'i'), cut };
      }),
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
};
