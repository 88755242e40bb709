// One batch of funnel.events → ClickHouse, in numbered steps.
import type { ConsumedBatch } from '@revloop/infra/kafka/consumer.ts';
import type { Producer } from '@revloop/infra/kafka/producer.ts';
import type { Codec } from '@revloop/infra/registry/codec.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { judge, separateConflicts, type ReadMessage } from './core/batch.ts';
import { arrivalRow } from './core/row.ts';
import { deadLetterRecord, deadLetterRow } from './dead-letter.ts';
import type { SinkMetrics } from './metrics.ts';
import { read } from './read.ts';
import type { Store } from './store.ts';

export interface SinkParts {
  readonly codec: Codec;
  readonly producer: Producer;
  readonly store: Store;
  readonly metrics: SinkMetrics;
}

/** Names an insert by what it holds: the same messages give the same token. */
export const tokenOf = (batch: ConsumedBatch, kind: string): string =>
  `${kind}:${batch.topic}:${batch.partition}:${batch.messages[0]?.offset ?? 0}-${batch.messages.at(-1)?.offset ?? 0}`;

/**
 * Resolves when every message of the batch is a row, a dead letter, or a repetition of a row; the consumer then commits the offsets.
 * Rejects with a retriable `SurroundingsError` where Kafka, the registry or ClickHouse is away: the batch comes again.
 */
export const sinkEvents = async (batch: ConsumedBatch, parts: SinkParts): Promise<void> => {
  const { codec, producer, store, metrics } = parts;
  const messages: readonly ReadMessage[] = await read(batch, codec);
  const { candidates, deadLetters: unreadable } = judge(messages);
  const { rows, deadLetters: conflicts } = separateConflicts(
    candidates,
    await store.storedKeys(candidates.map(({ row }) => row._event_key)),
  );
  const deadLetters = [...unreadable, ...conflicts];
  // 1. Dead letters in their topic. A crash after leaves them there twice when the batch comes again, under the same source offset.
  await producer.publish(topics.deadLetter.name, deadLetters.map(deadLetterRecord));
  // 2. Dead letters for analysts. Once: their table collapses the same topic, partition and offset.
  await store.insert(
    'stored_dead_letters',
    deadLetters.map((letter) => deadLetterRow(letter, Date.now())),
    tokenOf(batch, 'dead-letters'),
  );
  // 3. Rows. A crash after leaves the offsets uncommitted: the batch comes again, and identical rows collapse.
  await store.insert('stored_events', rows, tokenOf(batch, 'events'));
  // 4. Arrivals, now that rows, keys and identity links can be read. A crash before leaves them out until the batch comes again.
  await store.insert('arrivals', rows.map(arrivalRow), tokenOf(batch, 'arrivals'));
  // 5. The consumer commits the offsets.
  metrics.stored.inc(rows.length);
  for (const { code } of deadLetters) metrics.deadLetters.inc({ code });
  metrics.observeFreshness(candidates.at(-1)?.row.received_at);
};
