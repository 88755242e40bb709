// OpenAPI of the HTTP API, generated from the routes and the event types' schemas.
import swagger from '@fastify/swagger';
import { eventJsonSchemas } from '@revloop/schemas/json-schema.ts';
import type { FastifyInstance } from 'fastify';

const oneEvent = { oneOf: [...eventJsonSchemas.values()] };

const rejected = {
  type: 'object',
  properties: {
    index: { type: 'integer', description: 'Position in the array, or line of the NDJSON, from 0' },
    event_id: { type: ['string', 'null'] },
    code: {
      type: 'string',
      description:
        'invalid_json, not_an_object, unknown_type, missing_field, unknown_field, invalid_field, occurred_at_out_of_range, source_mismatch',
    },
    message: { type: 'string' },
  },
};

const outcome = {
  type: 'object',
  properties: {
    accepted: {
      type: 'integer',
      description: 'Events that are in Kafka, acknowledged by all in-sync replicas',
    },
    duplicates: {
      type: 'integer',
      description: 'Events that repeat another of the same request to the letter',
    },
    rejected: { type: 'array', items: rejected },
    error: { type: 'object', properties: { code: { type: 'string' }, message: { type: 'string' } } },
  },
};

const withWords = (description: string) => ({ description, ...outcome });

/** Route schema of POST /v1/events. */
export const eventsRouteSchema = {
  summary: 'Accept funnel events',
  description:
    'One event, an array, or one event per line (application/x-ndjson). Answers after Kafka has acknowledged. Send again what was not answered: the same event_id is the same event.',
  security: [{ writeKey: [] }],
  body: { oneOf: [oneEvent, { type: 'array', items: oneEvent }] },
  response: {
    202: withWords('At least one event was accepted; `rejected` lists the others'),
    400: withWords('Nothing was valid'),
    401: withWords('No such write key'),
    413: withWords('The body is too large'),
    415: withWords('Neither JSON nor NDJSON'),
    429: withWords('Too many requests; Retry-After says when to try again'),
    503: withWords('Kafka is away or too much is waiting; Retry-After says when to try again'),
  },
};

/** Registers the generator; call before the routes. */
export const addOpenApi = async (app: FastifyInstance): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Revloop ingest',
        version: '1',
        description: 'Funnel events in, acknowledged by Kafka.',
      },
      components: {
        securitySchemes: {
          writeKey: { type: 'http', scheme: 'bearer', description: 'Write key of the source' },
        },
      },
    },
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
};
