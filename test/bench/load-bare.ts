// The peer of ingest: what a good engineer writes in an afternoon with fastify and kafkajs. JSON in, the same JSON to Kafka, acks=all and
// idempotent, concurrent requests share a send. No write keys, no validation, no Avro, no bound. `PORT BROKERS TOPIC`.
import Fastify from 'fastify';
import { CompressionTypes, Kafka, logLevel, Partitioners, type Message } from 'kafkajs';

interface BareEvent {
  readonly account_id?: string;
}

const [port = '0', brokers = '', topic = ''] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'bare', brokers: brokers.split(','), logLevel: logLevel.ERROR });
const producer = kafka.producer({
  idempotent: true,
  maxInFlightRequests: 5,
  createPartitioner: Partitioners.DefaultPartitioner,
});
await producer.connect();

interface Waiting {
  readonly messages: readonly Message[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}
let queue: Waiting[] = [];
let sends = 0;

const next = (): void => {
  if (sends >= 2 || queue.length === 0) return;
  const batch = queue;
  queue = [];
  sends += 1;
  producer
    .send({
      topic,
      acks: -1,
      compression: CompressionTypes.None,
      messages: batch.flatMap(({ messages }) => messages),
    })
    .then(
      () => batch.forEach(({ resolve }) => resolve()),
      (error: unknown) => batch.forEach(({ reject }) => reject(error)),
    )
    .finally(() => {
      sends -= 1;
      next();
    });
};

const publish = (messages: readonly Message[]): Promise<void> =>
  new Promise((resolve, reject) => {
    queue.push({ messages, resolve, reject });
    next();
  });

const app = Fastify({ bodyLimit: 5_000_000 });
app.post<{ Body: BareEvent | BareEvent[] }>('/v1/events', async (request, reply) => {
  const events = Array.isArray(request.body) ? request.body : [request.body];
  await publish(events.map((event) => ({ key: event.account_id ?? null, value: JSON.stringify(event) })));
  return reply.code(202).send({ accepted: events.length });
});
app.get('/readyz', () => ({ status: 'ok' }));
await app.listen({ host: '127.0.0.1', port: Number(port) });
