// A POST whose answer is read as it comes, to its last byte even where the server breaks the connection right after it.
import { once } from 'node:events';
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
export const streamedPost = async (
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<StreamedAnswer> => {
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method: 'POST',
    headers,
    // A connection of its own, which ends with the answer.
    agent: false,
  });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, chunks: chunksOf(request, response) };
};

async function* chunksOf(request: ClientRequest, response: IncomingMessage): AsyncGenerator<Buffer> {
  // Kept, since the response lets go of it when it ends.
  const { socket } = response;
  const queue: Buffer[] = [];
  let queuedBytes = 0;
  let fault: Error | undefined;
  let news = Promise.withResolvers<void>();
  response.on('data', (chunk: Buffer) => {
    queue.push(chunk);
    queuedBytes += chunk.length;
    // The socket waits, not the response: what has arrived must come through, whatever happens next.
    if (queuedBytes > queued_bytes_max) socket.pause();
    news.resolve();
  });
  const fail = (error: Error): void => {
    fault ??= error;
    news.resolve();
  };
  request.on('error', fail);
  response.on('error', fail);
  response.on('close', () => news.resolve());
  for (;;) {
    const chunk = queue.shift();
    if (chunk) {
      queuedBytes -= chunk.length;
      if (queuedBytes <= queued_bytes_max) socket.resume();
      yield chunk;
    } else if (response.closed || fault) break;
    else {
      await news.promise;
      news = Promise.withResolvers<void>();
    }
  }
  if (fault) throw fault;
}
