// POST /api/handoffs/updates: somebody acts on a handoff, and the act is in funnel.events before it is answered. GET /api/acting: who may act.
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import type { HandoffParties } from '@revloop/schemas/handoff-update.ts';
import { parseEvent } from '@revloop/schemas/parse-event.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Warehouse } from './answer.ts';
import type { Acting } from './core/acting.ts';
import { checkUpdate, type HandoffUpdate, updateEvent } from './core/handoff-update.ts';
import {
  actingNotSet,
  badUpdate,
  kafkaAway,
  noSuchHandoff,
  notJson,
  notSignedIn,
  otherOrigin,
  type Refusal,
} from './errors.ts';
import type { UpdateWriter } from './write-update.ts';

export interface ActingParts {
  readonly warehouse: Warehouse;
  /** Undefined where no broker is set: acting is refused. */
  readonly writer: UpdateWriter | undefined;
  /** In small letters; undefined where people say who they are. */
  readonly userHeader: string | undefined;
  readonly now: () => Date;
}

type Refuse = (reply: FastifyReply, refusal: Refusal) => FastifyReply;
type Actor = { readonly known: false } | { readonly known: true; readonly name: string };

const source = 'console';
const body_bytes_max = 16_384;
const identitySql = loadSql(import.meta.url, './sql/handoff-identity.sql');

export const addHandoffUpdates = (app: FastifyInstance, parts: ActingParts, refuse: Refuse): void => {
  app.get('/api/acting', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return acting(parts, request);
  });
  app.post(
    '/api/handoffs/updates',
    {
      bodyLimit: body_bytes_max,
      // Before the body is read: what another site sends is not even parsed.
      onRequest: async (request, reply) => {
        const refusal = siteRefusal(request);
        if (refusal) await refuse(reply, refusal);
      },
    },
    async (request, reply) => {
      const refusal = await act(request, parts);
      if (refusal) return refuse(reply, refusal);
      return reply.code(202).header('cache-control', 'no-store').send({ accepted: true });
    },
  );
};

const acting = ({ writer, userHeader }: ActingParts, request: FastifyRequest): Acting => {
  if (!writer) return { can_act: false, why_not: actingNotSet.message, signed_in: null };
  const actor = actorOf(request, userHeader);
  if (userHeader !== undefined && !actor.known)
    return { can_act: false, why_not: notSignedIn(userHeader).message, signed_in: null };
  return { can_act: true, why_not: '', signed_in: actor.known ? actor.name : null };
};

/** A browser names the site a POST comes from and cannot be made to lie; JSON it sends elsewhere only after asking, which is never allowed. */
const siteRefusal = ({ headers }: FastifyRequest): Refusal | undefined => {
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) return notJson;
  const { origin = '', host } = headers;
  const same = URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
  return same ? undefined : otherOrigin;
};

const actorOf = ({ headers }: FastifyRequest, userHeader: string | undefined): Actor => {
  const named = userHeader === undefined ? undefined : headers[userHeader];
  const name = typeof named === 'string' ? named.trim() : '';
  return name === '' ? { known: false } : { known: true, name };
};

/** Undefined once Kafka has the act. */
const act = async (request: FastifyRequest, parts: ActingParts): Promise<Refusal | undefined> => {
  const { warehouse, writer, userHeader, now } = parts;
  if (!writer) return actingNotSet;
  const actor = actorOf(request, userHeader);
  if (userHeader !== undefined && !actor.known) return notSignedIn(userHeader);
  const received_at = now().getTime();
  const checked = checkUpdate(request.body, actor.known ? actor.name : undefined, received_at);
  if (!checked.ok) return badUpdate(checked.faults);
  const { update } = checked;
  const [identity] = await warehouse.query<HandoffParties>(identitySql, { handoff_id: update.handoff_id });
  if (!identity) return noSuchHandoff(update.handoff_id);
  return write(writer, update, identity, received_at);
};

const write = async (
  writer: UpdateWriter,
  update: HandoffUpdate,
  identity: HandoffParties,
  received_at: number,
): Promise<Refusal | undefined> => {
  const parsed = parseEvent(updateEvent(update, identity), source, received_at);
  if (!parsed.ok) return badUpdate([parsed.message]);
  try {
    // 1. The act is in Kafka. A crash after it: the page was told nothing and sends the same event again, which counts once. 2. The answer.
    await writer.write(parsed.event);
    return undefined;
  } catch (error) {
    if (error instanceof SurroundingsError && error.retriable) return kafkaAway(error.message);
    throw error;
  }
};
