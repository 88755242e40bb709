// The HTTP edge: reads a request, lets core judge it, publishes, answers. Builds the app; main.ts listens, tests inject.
import rateLimit from '@fastify/rate-limit';
import type { Codec } from '@revloop/infra/registry/codec.ts';
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import type { ProducerRecord } from '@revloop/infra/kafka/producer.ts';
import type { FunnelEvent } from '@revloop/schemas/generated.ts';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { IngestConfig } from './config.ts';
import { accept, keyOf } from './core/accept.ts';
import { parseJsonBody, parseNdjsonBody, type Body } from './core/body.ts';
import type { IngestMetrics } from './metrics.ts';
import { addOpenApi, eventsRouteSchema } from './openapi.ts';
import type { Publisher } from './publish.ts';
import { sourceOf } from './write-keys.ts';

declare module 'fastify' {
  interface FastifyRequest {
    source: string;
  }
}

export interface IngestParts {
  readonly config: IngestConfig;
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly metrics: IngestMetrics;
  readonly log: Logger;
}

const refused = (code: string, message: string) => ({ accepted: 0, rejected: [], error: { code, message } });

/** The app with `POST /v1/events` and `/openapi.json`. */
export const buildServer = async (parts: IngestParts): Promise<FastifyInstance> => {
  const { config } = parts;
  const app = Fastify({
    bodyLimit: config.body_bytes_max,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
  });
  app.decorateRequest('source', '');
  app.setValidatorCompiler(() => () => true);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) =>
    done(null, parseJsonBody(text as string)),
  );
  app.addContentTypeParser(
    ['application/x-ndjson', 'application/jsonl'],
    { parseAs: 'string' },
    (_request, text, done) => done(null, parseNdjsonBody(text as string)),
  );
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, parts));
  await addOpenApi(app);
  await app.register(rateLimit, {
    max: config.requests_per_second_max,
    timeWindow: 1_000,
    hook: 'preHandler',
    keyGenerator: (request) => request.source,
    errorResponseBuilder: (_request, context) =>
      Object.assign(
        new SurroundingsError('too_many_requests', `more than ${context.max} requests a second`, {
          retriable: true,
        }),
        { statusCode: 429 },
      ),
    global: false,
  });
  app.route<{ Body: Body }>({
    method: 'POST',
    url: '/v1/events',
    schema: eventsRouteSchema,
    config: { rateLimit: {} },
    onRequest: (request, reply, done) => {
      const source = sourceOf(request.headers.authorization, { sourceByHash: config.writeKeys });
      if (source === undefined) {
        void reply
          .code(401)
          .header('www-authenticate', 'Bearer')
          .send(refused('unknown_write_key', 'send Authorization: Bearer <write key of a source>'));
        return;
      }
      request.source = source;
      done();
    },
    handler: (request, reply) => acceptEvents(request, reply, parts),
  });
  return app;
};

const acceptEvents = async (
  request: FastifyRequest<{ Body: Body }>,
  reply: FastifyReply,
  parts: IngestParts,
): Promise<unknown> => {
  const { config, metrics, publisher } = parts;
  const body = request.body;
  if (!body?.ok)
    return reply.code(400).send(refused(body?.code ?? 'empty', body?.message ?? 'the body is empty'));
  if (body.values.length > config.events_max)
    return reply
      .code(413)
      .send(refused('too_many_events', `a request holds at most ${config.events_max} events`));
  const { events, duplicates, rejected } = accept(body.values, request.source, Date.now());
  await publisher.publish(events.map((event) => asRecord(event, parts)));
  metrics.accepted.inc({ source: request.source }, events.length);
  for (const { code } of rejected) metrics.rejected.inc({ source: request.source, code });
  return reply
    .code(events.length > 0 ? 202 : 400)
    .send({ accepted: events.length, ...(duplicates > 0 && { duplicates }), rejected });
};

const asRecord = (event: FunnelEvent, { codec }: IngestParts): ProducerRecord => ({
  key: keyOf(event),
  value: codec.encodeEvent(event),
});

const answerError = (
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { log, metrics }: IngestParts,
): FastifyReply => {
  const {
    statusCode = 500,
    code = 'internal',
    message = '',
  } = error as { statusCode?: number; code?: string; message?: string };
  if (statusCode === 429) return reply.code(429).send(refused('too_many_requests', message));
  if (error instanceof SurroundingsError) {
    metrics.unavailable.inc({ code: error.code });
    log.warn({ code: error.code, reason: error.message }, 'events not accepted');
    return reply
      .code(503)
      .header('retry-after', '2')
      .send(refused(error.code, 'nothing of this request is promised to be kept; send it again'));
  }
  if (statusCode === 413) {
    // Closed at once, the client would meet a broken pipe while it still sends: the rest is read and thrown away, within the request's time.
    request.raw.resume();
    return reply
      .code(413)
      .header('connection', 'keep-alive')
      .send(refused('body_too_large', 'the body is too large'));
  }
  if (statusCode === 415)
    return reply
      .code(415)
      .send(refused('unsupported_media_type', 'send application/json or application/x-ndjson'));
  if (statusCode < 500) return reply.code(statusCode).send(refused(code.toLowerCase(), message));
  log.error({ err: error }, 'request failed');
  return reply.code(500).send(refused('internal', 'an error of ours; it is logged'));
};
