// Messages written straight to Kafka, as emitters without HTTP do.
import { randomUUID } from 'node:crypto';
import { Producer } from '@revloop/infra/kafka/producer.ts';
import { Codec } from '@revloop/infra/registry/codec.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { SettingsReader } from '@revloop/infra/runtime/config.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import type { FunnelEvent } from '@revloop/schemas/generated.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { settings } from '../support/revloop.ts';

/** A source of its own, that writes under ids of its own. */
export const straightToKafka = () => {
  const source = `straight-${randomUUID().slice(0, 8)}`;
  const env = settings();
  const codec = new Codec(registrySettings(new SettingsReader(env), env));
  const brokers = (env['REVLOOP_KAFKA_BROKERS'] ?? '').split(',');
  const producer = new Producer({ brokers, clientId: source, log: createLog('test') });
  const viewed = (event_id: string, more: object = {}): FunnelEvent => ({
    ...{
      type: 'content_viewed',
      event_id,
      occurred_at: Date.now() - 1_000,
      received_at: Date.now(),
      source,
    },
    ...{ account_id: source, contact_id: null, anonymous_id: null, owner_id: null, channel: 'email' },
    ...{ campaign_id: null, content_id: null, properties: {}, ...more },
  });
  return {
    source,
    codec,
    viewed,
    ready: () => codec.ready(),
    /** All in one partition: they have one key. */
    send: (...values: readonly (Buffer | null)[]): Promise<void> =>
      producer.publish(
        topics.events.name,
        values.map((value) => ({ key: source, value })),
      ),
    close: () => producer.close(),
  };
};
