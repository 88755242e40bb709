// The API by which other programs act on handoffs for people: POST /v1/handoffs/<id>/updates, GET /v1/handoffs/<id>.
import { randomUUID } from 'node:crypto';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerError, refuse } from './act-answers.ts';
import type { ActWriter } from './act-writer.ts';
import { keyCheck } from './bearer-key.ts';
import { digest } from './channels/digest.ts';
import { actEvent, readAct } from './core/act-event.ts';
import type { HandoffFinder } from './handoff-finder.ts';

export interface ActApiParts {
  /** Who brings it may act; undefined: nobody may. */
  readonly key: string | undefined;
  readonly finder: HandoffFinder;
  readonly writer: ActWriter;
  readonly log: Logger;
}

interface OfHandoff {
  Params: { handoff_id: string };
}

/** With the header, the same request is the same act. */
const eventIdOf = (handoff_id: string, idempotency_key: unknown): string =>
  typeof idempotency_key === 'string' && idempotency_key !== ''
    ? `key-${digest(`${handoff_id} ${idempotency_key}`)}`
    : randomUUID();

/** Adds the routes: answers 401 without the key, 503 where none is set, 404 for handoffs nobody knows. */
export const addActApi = (app: FastifyInstance, { key, finder, writer, log }: ActApiParts): void => {
  const isAllowed = key === undefined ? undefined : keyCheck(key);

  const guard = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (!isAllowed)
      await refuse(reply, 503, 'no_key', 'REVLOOP_ALERTING_KEY is not set: nobody may act through this API');
    else if (!isAllowed(request.headers.authorization))
      await refuse(
        reply,
        401,
        'unauthorized',
        'send Authorization: Bearer <key>, the key being REVLOOP_ALERTING_KEY',
      );
  };
  const unknown = (reply: FastifyReply): FastifyReply =>
    refuse(reply, 404, 'unknown_handoff', 'no such handoff is known; its id is source/event_id, URL-encoded');

  const options = {
    onRequest: guard,
    errorHandler: (error: unknown, _request: FastifyRequest, reply: FastifyReply) =>
      void answerError(error, reply, log),
  };

  app.post<OfHandoff>('/v1/handoffs/:handoff_id/updates', options, async (request, reply) => {
    const now = Date.now();
    const read = readAct(request.body, now);
    if (!read.ok) return refuse(reply, 400, read.code, read.message);
    const handoff = await finder.find(request.params.handoff_id);
    if (!handoff) return unknown(reply);
    const event_id = eventIdOf(handoff.handoff_id, request.headers['idempotency-key']);
    const made = actEvent(handoff, read.act, event_id, now);
    if (!made.ok) return refuse(reply, 400, made.code, made.message);
    await writer.write(made.event);
    return reply.code(202).send({ event_id });
  });

  app.get<OfHandoff>('/v1/handoffs/:handoff_id', options, async (request, reply) => {
    const handoff = await finder.find(request.params.handoff_id);
    return handoff ? reply.send(await finder.view(handoff)) : unknown(reply);
  });
};
