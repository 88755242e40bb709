// An emitter of a test's own: events straight to Kafka, each of account and contact `who`.
import { Producer } from '@revloop/infra/kafka/producer.ts';
import { Codec } from '@revloop/infra/registry/codec.ts';
import { eventRecord } from '@revloop/infra/registry/event-record.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { SettingsReader } from '@revloop/infra/runtime/config.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { unsaidOfEventHeader, type FunnelEvent } from '@revloop/schemas/generated.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { settings as stackSettings } from '../support/revloop.ts';
import type { Environment } from './running.ts';

type Said = Pick<FunnelEvent, 'type' | 'occurred_at'> & Partial<Record<string, unknown>>;

export interface TestEmitter {
  /** Settings of services beside those of the test run. */
  readonly env: Environment;
  readonly settings: SettingsReader;
  readonly kafka: ConstructorParameters<typeof Producer>[0];
  readonly codec: Codec;
  readonly producer: Producer;
  /** Resolves when Kafka has acknowledged; received now, by `type-who` named and owned by sam, unless it says otherwise. */
  readonly send: (said: Said, ...who: readonly string[]) => Promise<void>;
}

export const createEmitter = (source: string): TestEmitter => {
  const env = { ...stackSettings(), REVLOOP_LOG_LEVEL: 'info' };
  const settings = new SettingsReader(env);
  const brokers = settings.list('REVLOOP_KAFKA_BROKERS', '127.0.0.1:9092');
  const kafka = { brokers, clientId: 'revloop-test', log: createLog('test') };
  const codec = new Codec(registrySettings(settings, env));
  const producer = new Producer(kafka);
  const send: TestEmitter['send'] = (said, ...who) =>
    producer.publish(
      topics.events.name,
      who.map((account_id) => {
        const ids = { event_id: `${said.type}-${account_id}`, source, account_id, owner_id: 'sam' };
        const contact_id = `${account_id}-contact`;
        const times = { received_at: Date.now() };
        const event = { ...unsaidOfEventHeader, properties: {}, ...times, ...ids, contact_id, ...said };
        return eventRecord(event as unknown as FunnelEvent, codec);
      }),
    );
  return { env, settings, kafka, codec, producer, send };
};
