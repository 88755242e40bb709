// An event → its message in funnel.events.
import type { FunnelEvent } from '@revloop/schemas/generated.ts';
import { messageKeyOf } from '@revloop/schemas/message-key.ts';
import type { ProducerRecord } from '../kafka/producer.ts';
import type { Codec } from './codec.ts';

/** Key and Avro value. */
export const eventRecord = (event: FunnelEvent, codec: Codec): ProducerRecord => {
  const key = messageKeyOf(event);
  return { key: key === null ? null : Buffer.from(key), value: codec.encodeEvent(event) };
};
