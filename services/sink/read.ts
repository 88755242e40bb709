// Messages of a batch → decoded values. A registry that is away is retried by redelivery, never a dead letter.
import type { ConsumedBatch } from '@revloop/infra/kafka/consumer.ts';
import type { Codec } from '@revloop/infra/registry/codec.ts';
import type { ReadMessage } from './core/batch.ts';

/** Every message of the batch, decoded or with the reason why not. */
export const read = async (
  { topic, partition, messages }: ConsumedBatch,
  codec: Codec,
): Promise<readonly ReadMessage[]> => {
  const read: ReadMessage[] = [];
  for (const { offset, key, value } of messages)
    read.push({ place: { topic, partition, offset }, key, value, decoded: await codec.decode(value) });
  return read;
};
