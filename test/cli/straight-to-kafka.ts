// Messages written straight to Kafka, as a faulty emitter would: what ingest never lets through.
import { Producer } from '@revloop/infra/kafka/producer.ts';
import { Codec } from '@revloop/infra/registry/codec.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { SettingsReader } from '@revloop/infra/runtime/config.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import type { ContentViewed } from '@revloop/schemas/generated.ts';
import { settings } from '../support/revloop.ts';

export const kafkaOfTest = () => ({
  brokers: (settings()['REVLOOP_KAFKA_BROKERS'] ?? '').split(','),
  clientId: 'test-cli',
  log: createLog('test'),
});

export const registryOfTest = () => registrySettings(new SettingsReader(settings()), settings());

export const newProducer = (): Producer => new Producer(kafkaOfTest());

export const newCodec = async (): Promise<Codec> => {
  const codec = new Codec(registryOfTest());
  await codec.ready();
  return codec;
};

/** A sound event of an account of that name, received now. */
export const viewed = (event_id: string, name: string, more: Partial<ContentViewed> = {}): ContentViewed => ({
  type: 'content_viewed',
  event_id,
  occurred_at: Date.now() - 1_000,
  received_at: Date.now(),
  source: name,
  account_id: name,
  contact_id: null,
  anonymous_id: null,
  owner_id: null,
  channel: 'email',
  campaign_id: null,
  content_id: null,
  properties: {},
  ...more,
});
