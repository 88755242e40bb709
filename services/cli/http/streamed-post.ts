// A POST whose answer is read as it comes, to its last byte even where the server breaks the connection right after it.
import {
  request as httpRequest,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface StreamedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Ends with an error where the connection broke, after all that had arrived before. */
  readonly chunks: AsyncIterable<Buffer>;
}

const queued_bytes_max = 1_000_000;

/** Sends a body. Rejects where there is no server. (fetch would drop what it holds when a connection breaks: the reason of a failure.) */
export const streamedPost = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<StreamedAnswer> =>
  new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      headers,
      // A connection of its own, which ends with the answer.
      agent: false,
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks = new ArrivedChunks(request, response);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, chunks });
    });
    request.end(body);
  });

/** What has arrived of an answer. Listens from the start: rows, reason and break can all be in the first packet. */
class ArrivedChunks implements AsyncIterable<Buffer> {
  readonly #queue: Buffer[] = [];
  readonly #response: IncomingMessage;
  readonly #socket: IncomingMessage['socket'];
  #bytes = 0;
  #fault: Error | undefined;
  #news = Promise.withResolvers<void>();

  constructor(request: ClientRequest, response: IncomingMessage) {
    this.#response = response;
    // Kept, since the response lets go of it when it ends.
    this.#socket = response.socket;
    response.on('data', (chunk: Buffer) => {
      this.#queue.push(chunk);
      this.#bytes += chunk.length;
      // The socket waits, not the response: what has arrived must come through, whatever happens next.
      if (this.#bytes > queued_bytes_max) this.#socket.pause();
      this.#news.resolve();
    });
    for (const source of [request, response])
      source.on('error', (error: Error) => {
        this.#fault ??= error;
        this.#news.resolve();
      });
    response.on('close', () => this.#news.resolve());
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk = this.#queue.shift();
      if (chunk) {
        this.#bytes -= chunk.length;
        if (this.#bytes <= queued_bytes_max) this.#socket.resume();
        yield chunk;
      } else if (this.#response.closed || this.#fault) break;
      else {
        await this.#news.promise;
        this.#news = Promise.withResolvers<void>();
      }
    }
    if (this.#fault) throw this.#fault;
  }
}
