// One act on a handoff → one handoff_updated event in funnel.events, acknowledged.
import { Producer } from '@revloop/infra/kafka/producer.ts';
import type { KafkaConnection } from '@revloop/infra/kafka/settings.ts';
import { TimelyWrites } from '@revloop/infra/kafka/timely-writes.ts';
import { Codec } from '@revloop/infra/registry/codec.ts';
import { eventRecord } from '@revloop/infra/registry/event-record.ts';
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
  const writes = new TimelyWrites();
  const send = async (event: FunnelEvent): Promise<void> => {
    await codec.ready();
    await producer.publish(topics.events.name, [eventRecord(event, codec)]);
  };
  const write = async (event: FunnelEvent): Promise<void> => writes.inTime(writes.begin(() => send(event)));
  return { write, close: () => producer.close() };
};
