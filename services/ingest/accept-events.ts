// POST /v1/events: core judges the body, the good events go to Kafka, the client hears what became of each.
import type { ProducerRecord } from '@revloop/infra/kafka/producer.ts';
import { eventRecord } from '@revloop/infra/registry/event-record.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refused } from './answers.ts';
import { accept, type Rejected } from './core/accept.ts';
import type { Body, Value } from './core/body.ts';
import type { IngestParts } from './server.ts';

interface Judged {
  readonly records: readonly ProducerRecord[];
  readonly duplicates: number;
  readonly rejected: readonly Rejected[];
}

const judge = (values: readonly Value[], source: string, { codec }: IngestParts): Judged => {
  const { events, duplicates, rejected } = accept(values, source, Date.now());
  const records = events.map((event) => eventRecord(event, codec));
  return { records, duplicates, rejected };
};

/** Answers 202 where at least one event was accepted and is in Kafka, 400 where none was good, 413 where there are too many. */
export const acceptEvents = async (
  request: FastifyRequest<{ Body: Body | undefined }>,
  reply: FastifyReply,
  parts: IngestParts,
): Promise<unknown> => {
  const { config, metrics, publisher } = parts;
  const { body, source } = request;
  if (!body?.ok)
    return reply.code(400).send(refused(body?.code ?? 'empty', body?.message ?? 'the body is empty'));
  if (body.values.length > config.events_max)
    return reply
      .code(413)
      .send(refused('too_many_events', `a request holds at most ${config.events_max} events`));
  metrics.requestEvents.observe(body.values.length);
  const { records, duplicates, rejected } = judge(body.values, source, parts);
  const accepted = records.length;
  // While Kafka is waited for, only the encoded events are held, which the budget counts: not the objects they were made of.
  request.body = undefined;
  if (accepted > 0) await publisher.publish(records);
  metrics.accepted(source, accepted);
  for (const { code } of rejected) metrics.rejected.inc({ source, code });
  if (parts.isStopping()) reply.header('connection', 'close');
  return reply
    .code(accepted > 0 ? 202 : 400)
    .send({ accepted, ...(duplicates > 0 && { duplicates }), rejected });
};
