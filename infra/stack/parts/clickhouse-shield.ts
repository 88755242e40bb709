// The shield before the embedded ClickHouse: only complete, well-formed HTTP requests reach it.
//
// The embedded server lacks the handler of the real one: a malformed request whose client closes early ends the whole process. Node's parser
// takes such requests instead. Measured: about 12 % on a 144 MB insert.
import {
  Agent,
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';

const host = '127.0.0.1';
/** Queries and their parameters travel in the URL. */
const headBytesMax = 4_194_304;
const headMsMax = 15_000;
const idleMsMax = 10_000;

// Headers that concern one connection only (RFC 9110 §7.6.1) and are not passed on; transfer-encoding stays, the bodies are passed as they come.
const ownHeaders = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'upgrade', 'expect']);

// One connection per request: a kept one may be closed by the server just when the next insert is written to it, and it delays the server's end.
const agent = new Agent({ keepAlive: false, maxSockets: 200 });

const passed = (headers: IncomingMessage['headers']): IncomingMessage['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !ownHeaders.has(name)));

const forward = (inbound: IncomingMessage, outbound: ServerResponse, port: number): void => {
  const upstream = request({
    host,
    port,
    agent,
    method: inbound.method,
    path: inbound.url,
    headers: passed(inbound.headers),
  });
  upstream.on('response', (answer) => {
    outbound.writeHead(answer.statusCode ?? 502, passed(answer.headers));
    // An answer that breaks off has to break off for the client as well: a clean end would pass half a result for a whole one.
    pipeline(answer, outbound, (error) => {
      if (error) outbound.destroy();
    });
  });
  upstream.on('error', (error) => {
    if (outbound.headersSent) outbound.destroy();
    else
      outbound
        .writeHead(503, { 'Retry-After': '1', Connection: 'close' })
        .end(`ClickHouse does not answer: ${error.message}\n`);
  });
  outbound.on('close', () => {
    if (!outbound.writableFinished) upstream.destroy();
  });
  // An upload that breaks off never becomes a complete request: the server discards it.
  pipeline(inbound, upstream, (error) => {
    if (error) upstream.destroy();
  });
};

const refuse = (error: NodeJS.ErrnoException, socket: Socket): void => {
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  if (socket.writable && error.code !== 'ECONNRESET')
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  else socket.destroy();
};

/** Listens on the public port and passes every request to the server on the private one. */
export const startShield = async (publicPort: number, privatePort: number): Promise<Server> => {
  const server = createServer({
    maxHeaderSize: headBytesMax,
    headersTimeout: headMsMax,
    keepAliveTimeout: idleMsMax,
    // A large insert may take as long as it takes.
    requestTimeout: 0,
  });
  server.on('request', (inbound, outbound) => forward(inbound, outbound, privatePort));
  server.on('clientError', refuse);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(publicPort, host, resolve);
  });
  return server;
};
