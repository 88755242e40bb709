// What the API answers when it does not do what was asked: {error: {code, message}}.
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import type { FastifyReply } from 'fastify';

export const refuse = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply.code(status).send({ error: { code, message } });

/** Answers what was thrown. Addresses of requests are not logged: they may hold a link's token. */
export const answerError = (error: unknown, reply: FastifyReply, log: Logger): FastifyReply => {
  if (error instanceof SurroundingsError) {
    log.warn({ code: error.code, reason: error.message }, 'an act was not taken');
    return refuse(
      reply.header('retry-after', '2'),
      503,
      error.code,
      'it is not known to be written; send it again',
    );
  }
  const {
    statusCode = 500,
    code = 'bad_request',
    message = '',
  } = error as Partial<Record<string, string>> & {
    statusCode?: number;
  };
  if (statusCode === 413) return refuse(reply, 413, 'body_too_large', 'the body is too large');
  if (statusCode < 500) return refuse(reply, statusCode, code.toLowerCase(), message);
  log.error({ err: error }, 'request failed');
  return refuse(reply, 500, 'internal', 'an error of ours; it is logged');
};
