// The HTTP edge: who sends, how fast, how much; then accept-events.ts. Builds the app; main.ts listens.
import type { Codec } from '@revloop/infra/registry/codec.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { acceptEvents } from './accept-events.ts';
import { ErrorAnswers, refused } from './answers.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { IngestConfig } from './config.ts';
import { parseJsonBody, parseNdjsonBody, type Body } from './core/body.ts';
import type { IngestMetrics } from './metrics.ts';
import { addOpenApi, eventsRouteSchema } from './openapi.ts';
import type { Publisher } from './publish.ts';
import { readBody } from './read-body.ts';
import { RequestRate } from './request-rate.ts';
import { KnownHeaders } from './write-keys.ts';

declare module 'fastify' {
  interface FastifyRequest {
    source: string;
    startedAt: number;
  }
}

export interface IngestParts {
  readonly config: IngestConfig;
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly budget: ByteBudget;
  readonly metrics: IngestMetrics;
  readonly log: Logger;
  readonly isStopping: () => boolean;
}

/** The app with `POST /v1/events` and `/openapi.json`. */
export const buildServer = async (parts: IngestParts): Promise<FastifyInstance> => {
  const { config, metrics } = parts;
  const app = Fastify({
    bodyLimit: config.body_bytes_max,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    // While stopping we answer ourselves, with Retry-After.
    return503OnClosing: false,
  });
  app.server.maxConnections = config.connections_max;
  app.decorateRequest('source', '');
  app.decorateRequest('startedAt', 0);
  app.setValidatorCompiler(() => () => true);
  addBodyParsers(app, parts);
  const errors = new ErrorAnswers(parts.log, metrics);
  app.setErrorHandler((error, request, reply) => errors.answer(error, request, reply));
  await addOpenApi(app);
  app.route<{ Body: Body | undefined }>({
    method: 'POST',
    url: '/v1/events',
    schema: eventsRouteSchema,
    onRequest: admission(parts, errors),
    onResponse: (request, _reply, done) => {
      metrics.requests.observe((performance.now() - request.startedAt) / 1_000);
      done();
    },
    handler: (request, reply) => acceptEvents(request, reply, parts),
  });
  return app;
};

const addBodyParsers = (app: FastifyInstance, { config, budget }: IngestParts): void => {
  app.removeAllContentTypeParsers();
  const parseBy =
    (parse: (text: string) => Body) =>
    (
      _request: FastifyRequest,
      stream: FastifyRequest['raw'],
      done: (error: Error | null, body?: Body) => void,
    ) =>
      readBody(stream, config.body_bytes_max, budget, (error, text = '') =>
        error ? done(error) : done(null, parse(text)),
      );
  app.addContentTypeParser('application/json', parseBy(parseJsonBody));
  app.addContentTypeParser(['application/x-ndjson', 'application/jsonl'], parseBy(parseNdjsonBody));
};

/** Who is refused before the body is read: everybody while stopping, strangers, and sources that send too often. */
const admission = ({ config, isStopping }: IngestParts, errors: ErrorAnswers) => {
  const keys = new KnownHeaders({ sourceByHash: config.writeKeys });
  const rate = new RequestRate(config.requests_per_second_max);
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    request.startedAt = performance.now();
    if (isStopping()) return errors.stopping(reply);
    const source = keys.sourceOf(request.headers.authorization);
    if (source === undefined)
      return void reply
        .code(401)
        .header('www-authenticate', 'Bearer')
        .send(refused('unknown_write_key', 'send Authorization: Bearer <write key of a source>'));
    if (!rate.allows(source, request.startedAt))
      return void reply
        .code(429)
        .header('retry-after', '1')
        .send(refused('too_many_requests', `more than ${config.requests_per_second_max} requests a second`));
    request.source = source;
    done();
  };
};
