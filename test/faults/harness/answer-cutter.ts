// Stands between the services and ClickHouse, passes everything on, and when armed cuts one answer off (the server has applied the insert, and who
// sent it does not hear of it) or holds one insert back (whoever sent it stands in the middle of a batch).
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

export interface AnswerCutter {
  readonly url: string;
  /** The next insert into this table is applied and not answered; resolves when that has happened. */
  readonly cutNextInsertInto: (table: string) => Promise<void>;
  /** The next insert into this table waits here until it is released. */
  readonly holdNextInsertInto: (table: string) => HeldInsert;
  readonly close: () => Promise<void>;
}

export interface HeldInsert {
  /** Resolves when the insert is here. */
  readonly held: Promise<void>;
  /** Lets it go on to the server; resolves when it was answered, or was given up by who sent it. */
  readonly release: () => Promise<void>;
}

interface Holding {
  readonly insert: RegExp;
  readonly held: PromiseWithResolvers<void>;
  readonly released: PromiseWithResolvers<void>;
  readonly over: PromiseWithResolvers<void>;
}

interface Armed {
  readonly insert: RegExp;
  readonly cut: () => void;
}

const insertInto = (table: string): RegExp => new RegExp(`^\\s*INSERT\\s+INTO\\s+\\S*\\b${table}\\b`, 'i');

const statementOf = ({ url }: IncomingMessage): string =>
  new URL(url ?? '/', 'http://proxy').searchParams.get('query') ?? '';

/** Listens on a free port of loopback and passes requests to `target`. */
export const startAnswerCutter = async (target: string): Promise<AnswerCutter> => {
  const { hostname, port } = new URL(target);
  let armed: Armed | undefined;
  let holding: Holding | undefined;

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
  const pass = (inbound: IncomingMessage, outbound: ServerResponse): void => {
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
  };
  server.on('request', (inbound, outbound) => {
    const hold = holding?.insert.test(statementOf(inbound)) ? holding : undefined;
    if (!hold) return pass(inbound, outbound);
    holding = undefined;
    hold.held.resolve();
    outbound.on('close', () => hold.over.resolve());
    void hold.released.promise.then(() => pass(inbound, outbound));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutNextInsertInto: (table) =>
      new Promise((cut) => {
        armed = { insert: insertInto(table), cut };
      }),
    holdNextInsertInto: (table) => {
      const [held, released, over] = [0, 1, 2].map(() => Promise.withResolvers<void>()) as [
        PromiseWithResolvers<void>,
        PromiseWithResolvers<void>,
        PromiseWithResolvers<void>,
      ];
      holding = { insert: insertInto(table), held, released, over };
      return {
        held: held.promise,
        release: () => {
          released.resolve();
          return over.promise;
        },
      };
    },
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
};
