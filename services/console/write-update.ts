// One act on a handoff → one handoff_updated event in funnel.events, acknowledged.
import { Producer } from '@revloop/infra/kafka/producer.ts';
import type { KafkaConnection } from '@revloop/infra/kafka/settings.ts';
import { Codec } from '@revloop/infra/registry/codec.ts';
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import type { FunnelEvent } from '@revloop/schemas/generated.ts';
import { topics } from '@revloop/schemas/topics.ts';

/** The part of Kafka the console needs: writing one event. */
export interface UpdateWriter {
  /** Resolves once Kafka has acknowledged. Rejects with a `SurroundingsError`: the event may be in the topic then, and sending it again does no harm. */
  write(event: FunnelEvent): Promise<void>;
  close(): Promise<void>;
}

interface Settings {
  readonly kafka: KafkaConnection;
  readonly registry: { readonly url: string; readonly idsFile: string };
}

const answer_ms_max = 10_000;
/** People act one by one; more at once is not people. */
const under_way_max = 100;

/** Connects at the first act: reading needs no Kafka. */
export const createUpdateWriter = ({ kafka, registry }: Settings, log: Logger): UpdateWriter => {
  const producer = new Producer({
    ...kafka,
    clientId: 'revloop-console',
    log,
    request_ms_max: 5_000,
    retries_max: 3,
  });
  const codec = new Codec(registry);
  let under_way = 0;
  const send = async (event: FunnelEvent): Promise<void> => {
    await codec.ready();
    const key = event.account_id ?? event.contact_id;
    await producer.publish(topics.events.name, [
      { key: key === null ? null : Buffer.from(key), value: codec.encodeEvent(event) },
    ]);
  };
  const write = async (event: FunnelEvent): Promise<void> => {
    if (under_way >= under_way_max) throw unavailable('too many acts wait for Kafka');
    under_way += 1;
    const sent = send(event).finally(() => {
      under_way -= 1;
    });
    await within(answer_ms_max, sent);
  };
  return { write, close: () => producer.close() };
};

const unavailable = (message: string): SurroundingsError =>
  new SurroundingsError('kafka_unavailable', message, { retriable: true });

/** Whoever waits is answered in time; what was sent goes on. */
const within = async (ms: number, sent: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable('Kafka has not acknowledged in time')), ms);
  });
  try {
    await Promise.race([sent, late]);
  } finally {
    clearTimeout(timer);
  }
};
