// What a client is told when its events are not taken, with Retry-After where trying again helps.
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IngestMetrics } from './metrics.ts';

export const refused = (code: string, message: string) => ({
  accepted: 0,
  rejected: [],
  error: { code, message },
});

/** Too much is held in memory already: nothing of this request is taken. */
export const overloaded = (): SurroundingsError =>
  new SurroundingsError('overloaded', 'too many events are waiting for Kafka', { retriable: true });

const retry_after_s = '2';
const say_ms_min = 1_000;

/** Answers errors. What the surroundings do to every request is logged once a second with its count, not once a request. */
export class ErrorAnswers {
  readonly #log: Logger;
  readonly #metrics: IngestMetrics;
  #saidAt = -Infinity;
  #unsaid = 0;

  constructor(log: Logger, metrics: IngestMetrics) {
    this.#log = log;
    this.#metrics = metrics;
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    // Closed at once, the client would meet a broken pipe while it still sends: the rest is read and thrown away, within the request's time.
    if (!request.raw.complete) {
      request.raw.resume();
      reply.header('connection', 'keep-alive');
    }
    if (error instanceof SurroundingsError) return this.#unavailable(error, reply);
    const {
      statusCode = 500,
      code = 'bad_request',
      message = '',
    } = error as { statusCode?: number; code?: string; message?: string };
    if (statusCode === 413) return reply.code(413).send(refused('body_too_large', 'the body is too large'));
    if (statusCode === 415)
      return reply
        .code(415)
        .send(refused('unsupported_media_type', 'send application/json or application/x-ndjson'));
    if (statusCode < 500) return reply.code(statusCode).send(refused(code.toLowerCase(), message));
    this.#log.error({ err: error }, 'request failed');
    return reply.code(500).send(refused('internal', 'an error of ours; it is logged'));
  }

  /** 503 for a request that is refused before it is read. */
  stopping(reply: FastifyReply): void {
    this.#metrics.unavailable.inc({ code: 'stopping' });
    void reply
      .code(503)
      .header('retry-after', retry_after_s)
      .header('connection', 'close')
      .send(refused('stopping', 'this ingest is stopping; send it again'));
  }

  #unavailable(error: SurroundingsError, reply: FastifyReply): FastifyReply {
    this.#metrics.unavailable.inc({ code: error.code });
    this.#unsaid += 1;
    if (performance.now() - this.#saidAt >= say_ms_min) {
      this.#log.warn(
        { code: error.code, reason: error.message, requests: this.#unsaid },
        'events not accepted',
      );
      this.#saidAt = performance.now();
      this.#unsaid = 0;
    }
    return reply
      .code(503)
      .header('retry-after', retry_after_s)
      .send(refused(error.code, 'nothing of this request is promised to be kept; send it again'));
  }
}
